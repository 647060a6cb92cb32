import type { Clock } from '../clock.ts';
import { delayOf, rewriteInput, rewriteOutput, skewedNow, throwFault } from '../faults/apply-faults.ts';
import type { Fault, FaultPhase, FaultPlan } from '../faults/fault-plan.ts';
import type { RequestQuotas } from '../faults/request-quotas.ts';
import type { WireRequest } from '../http/wire.ts';
import { authorise, describeRefusal } from '../iam/authorise.ts';
import type { Protocol } from '../protocols/protocol.ts';
import { describeProblems, type ReadContext } from '../protocols/shape.ts';
import type { AccessRequest, AnyOperation, Call } from '../services/operation.ts';
import type { SigningKeyCache } from '../sigv4/signing-key.ts';
import { authenticate, type Caller, isSigned } from './authenticate.ts';
import type { Route, ServiceStates } from './route.ts';

export interface PerformParts {
  readonly states: ServiceStates;
  readonly signingKeys: SigningKeyCache;
  readonly faults: FaultPlan;
  readonly quotas: RequestQuotas;
  readonly clock: Clock;
  /** Whose account and region an unsigned request is about. */
  readonly home: { readonly accountId: string; readonly region: string };
}

/** What becomes known of a request while it passes; the journal reads it even when the request fails half-way. */
export interface Passage {
  caller: Caller | undefined;
  readonly notes: Call<unknown>['notes'];
  /** Names of the faults that struck. */
  faults: readonly string[];
  delayMs: number;
}

/**
 * The way of a request: verify SigV4 → parse → validate → authorise → fault? → operation. AWS names a broken constraint before it looks at
 * policies, which is why validation comes first.
 */
export async function perform(
  way: Route,
  request: WireRequest,
  parts: PerformParts,
  passage: Passage,
  trueNowMs: number,
): Promise<object> {
  const { operation, state } = findTarget(way);
  const early = strike('before authentication', way, parts, passage, trueNowMs);
  throwFault(early, way.protocol);
  const nowMs = skewedNow(early, trueNowMs);

  const caller = identify(operation, way, request, parts, nowMs);
  passage.caller = caller;
  const input = parseInput(operation, way.protocol, request);
  const call: Call<unknown> = {
    state,
    nowMs,
    notes: passage.notes,
    principal: caller?.principal,
    extraDelayMs: 0,
    accountId: caller?.principal.accountId ?? parts.home.accountId,
    region: caller?.region ?? parts.home.region,
  };
  checkAccess(operation, input, call, caller, way.protocol);
  if (!parts.quotas.admit(operation.name, call.accountId, call.region, nowMs))
    throw way.protocol.errors.throttled('Rate exceeded');

  const late = strike('before the operation', way, parts, passage, trueNowMs);
  passage.delayMs = delayOf(late, 'latency');
  throwFault(late, way.protocol);
  const output = await operation.run(rewriteInput(late, operation.name, input, nowMs), {
    ...call,
    extraDelayMs: delayOf(late, 'slowIssuance'),
  });
  return late.length > 0 ? rewriteOutput(late, operation.name, output) : output;
}

function findTarget(way: Route): NonNullable<Route['target']> {
  if (way.target) return way.target;
  if (way.operationName === undefined) throw way.protocol.errors.missingAuthentication('Missing Authentication Token');
  throw way.protocol.errors.unknownOperation(`Could not find operation ${way.operationName}.`);
}

function strike(phase: FaultPhase, way: Route, parts: PerformParts, passage: Passage, nowMs: number): readonly Fault[] {
  const facts = {
    service: way.serviceId,
    operation: way.operationName,
    principalArn: passage.caller?.principal.arn,
    resourceArn: passage.notes.resourceArn,
  };
  const struck = parts.faults.strike(phase, facts, nowMs);
  if (struck.length > 0) passage.faults = [...passage.faults, ...struck.map(({ name }) => name)];
  return struck;
}

function identify(
  operation: AnyOperation<unknown>,
  way: Route,
  request: WireRequest,
  parts: PerformParts,
  nowMs: number,
): Caller | undefined {
  if (operation.access === 'anonymous' || !way.serviceId) return undefined;
  if (operation.unsignedAllowed && !isSigned(request)) return undefined;
  return authenticate(request, way.serviceId, { ...parts.states, signingKeys: parts.signingKeys }, nowMs);
}

function parseInput(operation: AnyOperation<unknown>, protocol: Protocol, request: WireRequest): unknown {
  const context: ReadContext = { scalarsAreStrings: protocol.scalarsAreStrings, problems: [] };
  const input = operation.input.read(protocol.parse(request), '', context);
  if (context.problems.length > 0) throw protocol.errors.invalidInput(describeProblems(context.problems));
  return input;
}

function checkAccess(
  operation: AnyOperation<unknown>,
  input: unknown,
  call: Call<unknown>,
  caller: Caller | undefined,
  protocol: Protocol,
): void {
  if (typeof operation.access !== 'function') return;
  const asked: readonly AccessRequest[] = [operation.access(input, call)].flat();
  if (!caller) return;
  const environment = {
    'aws:requestedregion': caller.region,
    'aws:currenttime': new Date(call.nowMs).toISOString(),
    'aws:epochtime': String(Math.floor(call.nowMs / 1000)),
    'aws:securetransport': 'true',
  };
  const policies = caller.policies();
  for (const access of asked) {
    const ruling = authorise(caller.principal, policies, access, environment);
    if (!ruling.allowed) throw protocol.errors.accessDenied(describeRefusal(caller.principal, access, ruling));
  }
}
