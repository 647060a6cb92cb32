import { issuerActions } from '../../aws/issuer-role.ts';
import type { RolePolicies } from '../../aws/role-policies.ts';
import { type Check, checkOf, findingOf, type Observation } from '../../pki/check.ts';

/** What is known of what a role may do: its policies, and which of the calls that were tried as it were authorised. */
export interface RoleRights extends RolePolicies {
  readonly caArn: string;
  readonly authorised: readonly string[];
}

/** The calls that the issuer needs, of those that are tried. */
export const neededCalls = issuerActions.map((action) => action.replace('acm-pca:', ''));

/**
 * Whether a role may do exactly what the issuer calls: by its one policy, which has one statement that allows three actions on
 * one CA and nothing else, and by what was authorised when it was tried. The policy shows what no trial of some calls can: that
 * nothing else is allowed. The trial shows what no policy can: that it is in force, and nothing above it takes it away.
 */
export function rolePolicyCheck({ attached, inline, boundary, caArn, authorised }: RoleRights): Check {
  const observations: readonly Observation[] = [
    { holds: attached.length === 1, text: `policies attached: ${attached.length}` },
    ...attached.map(({ arn, document }): Observation => {
      const faults = documentFaults(document, caArn);
      return { holds: faults.length === 0, text: `${arn}: ${faults.join(', ') || 'that statement alone'}` };
    }),
    ...inline.map((name) => faultOf(`inline policy ${name}`)),
    {
      holds: authorised.join() === neededCalls.join(),
      text: `authorised: ${authorised.join(', ') || 'nothing'}`,
    },
  ];
  const bounded = boundary === undefined ? '' : `; bounded by ${boundary}`;
  const finding = findingOf(
    `one policy: Allow ${issuerActions.join(', ')} on ${caArn}; all else refused`,
    observations,
  );
  return checkOf('iam-role-policy', 'The policy allows exactly what the issuer calls', {
    ...finding,
    observed: finding.observed + bounded,
  });
}

const faultOf = (text: string): Observation => ({ holds: false, text });

/** Where a policy document differs from the one statement: each element by its name, so that a Condition or a Not* shows. */
function documentFaults(document: unknown, caArn: string): readonly string[] {
  const statements = listOf((document as { Statement?: unknown } | null)?.Statement);
  if (statements.length !== 1) return [`${statements.length} statements`];
  const { Sid: _, ...elements } = statements[0] as Readonly<Record<string, unknown>>;
  const wanted: Readonly<Record<string, readonly unknown[]>> = {
    Effect: ['Allow'],
    Action: issuerActions,
    Resource: [caArn],
  };
  const names = [...new Set([...Object.keys(wanted), ...Object.keys(elements)])];
  return names
    .filter((name) => !isSameSet(listOf(elements[name]), wanted[name] ?? []))
    .map((name) => (name in elements ? `${name} ${JSON.stringify(elements[name])}` : `no ${name}`));
}

/** A single value is the same as a list of it. */
const listOf = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value : value === undefined ? [] : [value];

/** In any order, each once. */
function isSameSet(one: readonly unknown[], other: readonly unknown[]): boolean {
  return one.length > 0 && one.length === other.length && other.every((value) => one.includes(value));
}
