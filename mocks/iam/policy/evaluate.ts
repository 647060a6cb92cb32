import type { ConditionContext } from '../../services/principal.ts';
import { conditionsHold, substitute } from './conditions.ts';
import type { PolicyDocument, PrincipalSelection, Selection, Statement } from './policy-document.ts';
import { matchesWildcard } from './wildcard.ts';

/** One question to a policy. */
export interface Query {
  readonly action: string;
  readonly resourceArn: string;
  readonly conditions: ConditionContext;
  /** Who asks, under every name a policy may use; only resource and trust policies look at it. */
  readonly principal?: PrincipalNames;
}

/** The names that a Principal element may match. */
export interface PrincipalNames {
  readonly type: 'AWS' | 'Federated' | 'Service';
  /** The principal itself: session ARN and role ARN, user ARN, provider ARN, service name. */
  readonly exact: readonly string[];
  /** The account, as its number and as its root's ARN: a grant to it leaves the choice to that account's own policies. */
  readonly account: readonly string[];
}

export type Decision = 'deny' | 'allow' | 'allow to account' | 'silent';

/**
 * What a set of policies says: an explicit deny beats every allow.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function evaluate(policies: readonly PolicyDocument[], query: Query): Decision {
  let decision: Decision = 'silent';
  for (const { statements } of policies) {
    for (const statement of statements) {
      const match = matchStatement(statement, query);
      if (match === 'no') continue;
      if (statement.effect === 'Deny') return 'deny';
      if (match === 'exact' || decision === 'silent') decision = match === 'exact' ? 'allow' : 'allow to account';
    }
  }
  return decision;
}

type Match = 'no' | 'exact' | 'account';

function matchStatement(statement: Statement, query: Query): Match {
  if (!selects(statement.actions, query.action.toLowerCase(), (pattern) => pattern.toLowerCase())) return 'no';
  const resources = statement.resources;
  if (resources && !selects(resources, query.resourceArn, (pattern) => substitute(pattern, query.conditions)))
    return 'no';
  const principal = statement.principals ? matchPrincipal(statement.principals, query.principal) : 'exact';
  if (principal === 'no') return 'no';
  return conditionsHold(statement.conditions, query.conditions) ? principal : 'no';
}

function selects({ patterns, negated }: Selection, value: string, prepare: (pattern: string) => string): boolean {
  return patterns.some((pattern) => matchesWildcard(prepare(pattern), value)) !== negated;
}

function matchPrincipal(selection: PrincipalSelection, principal: PrincipalNames | undefined): Match {
  if (!principal) return 'no';
  const match = matchNames(selection, principal);
  if (!selection.negated) return match;
  return match === 'no' ? 'exact' : 'no';
}

function matchNames(selection: PrincipalSelection, principal: PrincipalNames): Match {
  if (selection.everyone && principal.type !== 'Federated') return 'exact';
  const names = selection.names[principal.type] ?? [];
  if (principal.exact.some((name) => names.includes(name))) return 'exact';
  return principal.account.some((name) => names.includes(name)) ? 'account' : 'no';
}
