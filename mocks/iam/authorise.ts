import type { AccessRequest } from '../services/operation.ts';
import type { ConditionContext, Principal } from '../services/principal.ts';
import { evaluate, type Query } from './policy/evaluate.ts';
import type { PolicyDocument } from './policy/policy-document.ts';

/** The policies that speak about one principal. */
export interface PrincipalPolicies {
  /** Attached to the user or role, or to the user's groups. */
  readonly identity: readonly PolicyDocument[];
  /** What the identity policies can grant at most; undefined when there is no boundary. */
  readonly boundary: readonly PolicyDocument[] | undefined;
  /** What the session was narrowed to; undefined when it was not. */
  readonly session: readonly PolicyDocument[] | undefined;
}

export interface Ruling {
  readonly allowed: boolean;
  /** Ends AWS's sentence: `because no identity-based policy allows the … action`. */
  readonly reason: string;
}

const allowed: Ruling = { allowed: true, reason: '' };

/**
 * Whether a principal may do what it asks for.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html for the order of the rules
 */
export function authorise(
  principal: Principal,
  policies: PrincipalPolicies,
  access: AccessRequest,
  environment: ConditionContext,
): Ruling {
  const query: Query = {
    action: access.action,
    resourceArn: access.resourceArn,
    conditions: { ...environment, ...principal.conditions, ...access.conditions },
    principal: principalNames(principal),
  };
  const identity = evaluate(policies.identity, query);
  const boundary = policies.boundary && evaluate(policies.boundary, query);
  const session = policies.session && evaluate(policies.session, query);
  const resource = access.resourcePolicy ? evaluate([access.resourcePolicy], query) : 'silent';

  const denier = explicitDenier({ identity, boundary, session, resource });
  if (denier) return refused(`with an explicit deny in ${denier}`);

  const sameAccount = access.resourceAccountId === undefined || access.resourceAccountId === principal.accountId;
  if (!sameAccount && resource === 'silent')
    return refused(`because no resource-based policy allows the ${access.action} action`);
  // In one account a resource policy that names the very principal is a grant of its own.
  const granted = sameAccount && resource === 'allow';
  if (granted && isNamedItself(principal, access, query)) return allowed;
  if (!granted && identity !== 'allow')
    return refused(`because no identity-based policy allows the ${access.action} action`);
  if (boundary !== undefined && boundary !== 'allow') {
    return refused(`because no permissions boundary allows the ${access.action} action`);
  }
  if (session !== undefined && session !== 'allow')
    return refused(`because no session policy allows the ${access.action} action`);
  return allowed;
}

/**
 * Whether a resource policy's grant is to the caller itself, a user or one session of a role. A grant to the role is bounded by
 * its boundary and its sessions' policies, as the role's own policies are.
 */
function isNamedItself({ kind, arn }: Principal, { resourcePolicy }: AccessRequest, query: Query): boolean {
  if (kind === 'user' || !resourcePolicy) return true;
  const session = { type: 'AWS' as const, exact: [arn], account: [] };
  return evaluate([resourcePolicy], { ...query, principal: session }) === 'allow';
}

/** AWS's sentence about a refusal. */
export function describeRefusal(principal: Principal, access: AccessRequest, ruling: Ruling): string {
  const on = access.resourceArn === '*' ? '' : ` on resource: ${access.resourceArn}`;
  return `User: ${principal.arn} is not authorized to perform: ${access.action}${on} ${ruling.reason}`;
}

export function principalNames(principal: Principal): NonNullable<Query['principal']> {
  return {
    type: 'AWS',
    exact: [principal.arn, principal.entityArn],
    account: [principal.accountId, `arn:aws:iam::${principal.accountId}:root`],
  };
}

function explicitDenier(decisions: Readonly<Record<string, string | undefined>>): string | undefined {
  if (decisions['identity'] === 'deny') return 'an identity-based policy';
  if (decisions['boundary'] === 'deny') return 'a permissions boundary';
  if (decisions['session'] === 'deny') return 'a session policy';
  return decisions['resource'] === 'deny' ? 'a resource-based policy' : undefined;
}

const refused = (reason: string): Ruling => ({ allowed: false, reason });
