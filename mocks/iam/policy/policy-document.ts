/**
 * IAM's policy language, parsed once when a policy is stored and evaluated at every request.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export interface PolicyDocument {
  readonly statements: readonly Statement[];
}

export interface Statement {
  readonly effect: 'Allow' | 'Deny';
  readonly actions: Selection;
  /** Undefined in trust policies, which stand on their resource. */
  readonly resources: Selection | undefined;
  /** Undefined in identity policies, which stand on their principal. */
  readonly principals: PrincipalSelection | undefined;
  readonly conditions: readonly Condition[];
}

export interface Selection {
  readonly patterns: readonly string[];
  /** NotAction, NotResource. */
  readonly negated: boolean;
}

export interface PrincipalSelection {
  /** `*` on its own, for everyone. */
  readonly everyone: boolean;
  /** By type: AWS, Federated, Service. */
  readonly names: Readonly<Record<string, readonly string[]>>;
  readonly negated: boolean;
}

export interface Condition {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}

/** What a policy may contain, by where it is attached. */
export type PolicyKind = 'identity' | 'trust' | 'resource';

/** The document is not one that IAM accepts; the message says why. */
export class MalformedPolicyError extends Error {}

/** @throws MalformedPolicyError */
export function parsePolicy(text: string, kind: PolicyKind): PolicyDocument {
  const document = parseJson(text);
  if (!isObject(document)) throw new MalformedPolicyError('The policy is not a JSON object.');
  const version = document['Version'];
  if (version !== undefined && version !== '2012-10-17' && version !== '2008-10-17') {
    throw new MalformedPolicyError('The policy must contain a valid version string.');
  }
  const statements = asList(document['Statement']);
  if (statements.length === 0) throw new MalformedPolicyError('Syntax errors in policy: it has no statement.');
  return { statements: statements.map((statement) => parseStatement(statement, kind)) };
}

function parseStatement(value: unknown, kind: PolicyKind): Statement {
  if (!isObject(value)) throw new MalformedPolicyError('A statement is not a JSON object.');
  const unknown = Object.keys(value).filter((key) => !statementKeys.has(key));
  if (unknown.length > 0) throw new MalformedPolicyError(`A statement has the unknown element ${unknown.join(', ')}.`);
  const effect = value['Effect'];
  if (effect !== 'Allow' && effect !== 'Deny')
    throw new MalformedPolicyError('A statement has no effect Allow or Deny.');
  const actions = parseSelection(value, 'Action', 'NotAction');
  if (!actions) throw new MalformedPolicyError('Policy statement must contain actions.');
  if (actions.patterns.some((action) => action !== '*' && !/^[\w*?-]+:[\w*?]+$/.test(action))) {
    throw new MalformedPolicyError('Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.');
  }
  const resources = parseSelection(value, 'Resource', 'NotResource');
  if (kind === 'identity' && !resources) throw new MalformedPolicyError('Policy statement must contain resources.');
  if (kind === 'trust' && resources) throw new MalformedPolicyError('Has prohibited field Resource');
  const principals = parsePrincipals(value);
  if (kind === 'identity' && principals)
    throw new MalformedPolicyError('Policy document should not specify a principal.');
  if (kind !== 'identity' && !principals) throw new MalformedPolicyError('Missing required field Principal');
  return { effect, actions, resources, principals, conditions: parseConditions(value['Condition']) };
}

const statementKeys: ReadonlySet<string> = new Set([
  ...['Sid', 'Effect', 'Action', 'NotAction', 'Resource', 'NotResource', 'Principal', 'NotPrincipal', 'Condition'],
]);

function parseSelection(statement: Record<string, unknown>, name: string, negatedName: string): Selection | undefined {
  if (statement[name] !== undefined && statement[negatedName] !== undefined) {
    throw new MalformedPolicyError(`A statement has both ${name} and ${negatedName}.`);
  }
  if (statement[name] !== undefined) return { patterns: strings(statement[name], name), negated: false };
  if (statement[negatedName] !== undefined)
    return { patterns: strings(statement[negatedName], negatedName), negated: true };
  return undefined;
}

function parsePrincipals(statement: Record<string, unknown>): PrincipalSelection | undefined {
  const negated = statement['NotPrincipal'] !== undefined;
  const value = statement['Principal'] ?? statement['NotPrincipal'];
  if (value === undefined) return undefined;
  if (value === '*') return { everyone: true, names: {}, negated };
  if (!isObject(value)) throw new MalformedPolicyError('A principal is neither * nor an object.');
  const names = Object.fromEntries(
    Object.entries(value).map(([type, entries]) => [type, strings(entries, 'Principal')]),
  );
  return { everyone: names['AWS']?.includes('*') ?? false, names, negated };
}

function parseConditions(value: unknown): readonly Condition[] {
  if (value === undefined) return [];
  if (!isObject(value)) throw new MalformedPolicyError('A condition is not a JSON object.');
  return Object.entries(value).flatMap(([operator, keys]) => {
    if (!isObject(keys)) throw new MalformedPolicyError(`The condition ${operator} is not a JSON object.`);
    return Object.entries(keys).map(([key, values]) => ({
      operator,
      key: key.toLowerCase(),
      values: asList(values).map((entry) => String(entry)),
    }));
  });
}

function strings(value: unknown, name: string): readonly string[] {
  const list = asList(value);
  if (list.length === 0 || !list.every((entry) => typeof entry === 'string')) {
    throw new MalformedPolicyError(`${name} is neither a string nor a list of strings.`);
  }
  return list as readonly string[];
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new MalformedPolicyError('Syntax errors in policy: it is not JSON.', { cause: error });
  }
}

const asList = (value: unknown): readonly unknown[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value];

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
