import { chainVariants, type FaultEffect, type FaultRule } from '../contract.ts';
import { expected, isObject, readObject } from './payloads.ts';

type Kind = FaultEffect['kind'];
type Check = (value: unknown) => boolean;

const isText: Check = (value) => typeof value === 'string';
const isNumber: Check = (value) => typeof value === 'number' && Number.isFinite(value);
const isCount: Check = (value) => Number.isInteger(value) && Number(value) >= 0;
const isPositive: Check = (value) => Number.isInteger(value) && Number(value) > 0;
const isDuration: Check = (value) => isNumber(value) && Number(value) >= 0;
const isShare: Check = (value) => isNumber(value) && Number(value) >= 0 && Number(value) <= 1;
const isErrorStatus: Check = (value) => Number.isInteger(value) && Number(value) >= 400 && Number(value) <= 599;

/** The members of every effect, required ones first. */
const effects: Readonly<
  Record<Kind, { readonly required: Record<string, Check>; readonly optional?: Record<string, Check> }>
> = {
  throttle: { required: {} },
  error: { required: { code: isText }, optional: { status: isErrorStatus, message: isText } },
  internalFailure: { required: {} },
  outage: { required: {} },
  latency: { required: { delayMs: isDuration } },
  drop: { required: {} },
  clockSkew: { required: { offsetMs: isNumber } },
  slowIssuance: { required: { delayMs: isDuration } },
  shortValidity: { required: { validityMs: isPositive } },
  chain: { required: { variant: (value) => chainVariants.some((variant) => variant === value) } },
};

const matchMembers = { service: isText, operation: isText, principalArn: isText, resourceArn: isText };

const whenMembers = {
  skip: isCount,
  times: isCount,
  every: isPositive,
  probability: isShare,
  seed: isCount,
  startAfterMs: isDuration,
  durationMs: isDuration,
};

/**
 * Reads a fault and refuses what is not one: a fault that was misspelt must not silently never strike.
 *
 * @throws AdminError
 */
export function readFaultRule(body: Buffer): FaultRule {
  const rule = readObject(body);
  checkMembers('The rule', rule, { effect: isObject }, { name: isText, match: isObject, when: isObject });
  const { match, when, effect } = rule;
  if (isObject(match)) checkMembers('match', match, {}, matchMembers);
  if (isObject(when)) checkMembers('when', when, {}, whenMembers);
  const kind = isObject(effect) ? effect['kind'] : undefined;
  if (!isObject(effect) || typeof kind !== 'string' || !Object.hasOwn(effects, kind)) {
    throw expected(`effect.kind to be one of ${Object.keys(effects).join(', ')}`);
  }
  const { required, optional = {} } = effects[kind as Kind];
  checkMembers(`The effect ${kind}`, effect, { kind: isText, ...required }, optional);
  // Every member has been checked against the type above.
  return rule as unknown as FaultRule;
}

function checkMembers(
  what: string,
  value: Record<string, unknown>,
  required: Record<string, Check>,
  optional: Record<string, Check>,
): void {
  const known = { ...required, ...optional };
  const missing = Object.keys(required).filter((name) => value[name] === undefined);
  if (missing.length > 0) throw expected(`${what} to have ${missing.join(', ')}`);
  for (const [name, member] of Object.entries(value)) {
    if (!Object.hasOwn(known, name))
      throw expected(`${what} to have only ${Object.keys(known).join(', ')}, not ${name}`);
    if (!known[name]?.(member)) throw expected(`${what} to have another ${name} than ${JSON.stringify(member)}`);
  }
}
