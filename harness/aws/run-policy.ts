import { iamPath, issuerRoleNames } from './issuer-role.ts';

/** Where and for what a policy is. */
export interface PolicyScope {
  readonly region: string;
  /** Undefined when it is not known without asking AWS: a policy may leave it open. */
  readonly account: { readonly accountId: string; readonly partition: string } | undefined;
  /** A CA that signs Istio's and is not the run's: nothing is done with another one. */
  readonly issuingCaArn?: string;
  /** The role that the run works as; without it any role may be read, because the caller's own is not known. */
  readonly ownRoleArn?: string;
}

/** An identity-based policy. @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html */
export interface PolicyDocument {
  readonly Version: '2012-10-17';
  readonly Statement: readonly PolicyStatement[];
}

export interface PolicyStatement {
  readonly Sid: string;
  readonly Effect: 'Allow';
  readonly Action: readonly string[];
  readonly Resource: readonly string[] | '*';
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** Calls that need no permission: AWS allows them to every caller with credentials, or with a token. */
const withoutPermission = ['sts:GetCallerIdentity', 'sts:AssumeRoleWithWebIdentity'];

/**
 * The actions that IAM must allow for these calls.
 *
 * @param calls - `iam CreateRole`, as a plan has them.
 */
export const permissionsFor = (calls: readonly string[]): readonly string[] =>
  calls.map((call) => call.replace(' ', ':')).filter((action) => !withoutPermission.includes(action));

/**
 * The least policy that allows these actions where a run makes and removes things: CAs of the account and region, roles
 * and policies of the run's own path, OIDC providers, which have none.
 *
 * @param actions - `iam:CreateRole`.
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
export function policyFor(actions: readonly string[], scope: PolicyScope): PolicyDocument {
  const Statement: PolicyStatement[] = [];
  const byStatement = Map.groupBy(actions, (action) => statementOf(action, scope));
  for (const sid of Object.keys(targets) as (keyof typeof targets)[]) {
    const own = byStatement.get(sid)?.toSorted();
    if (own === undefined) continue;
    const { resources, Condition }: Target = targets[sid](scope);
    const Resource = resources.length === 0 ? '*' : resources;
    Statement.push({
      Sid: sid,
      Effect: 'Allow',
      Action: own,
      Resource,
      ...(Condition === undefined ? {} : { Condition }),
    });
  }
  return { Version: '2012-10-17', Statement };
}

interface Target {
  /** None for actions that have no resource of their own. */
  readonly resources: readonly string[];
  readonly Condition?: PolicyStatement['Condition'];
}

const iamArn = ({ account, region }: PolicyScope, resource: string): string =>
  `arn:${account?.partition ?? partitionOf(region)}:iam::${account?.accountId ?? '*'}:${resource}`;

/** By statement, what its actions are allowed on. */
const targets = {
  ListInAccount: () => ({ resources: [] }),
  CertificateAuthorities: ({ account, region }) => {
    const partition = account?.partition ?? partitionOf(region);
    return { resources: [`arn:${partition}:acm-pca:${region}:${account?.accountId ?? '*'}:certificate-authority/*`] };
  },
  IssuingCertificateAuthority: ({ issuingCaArn = '' }) => ({ resources: [issuingCaArn] }),
  Policies: (scope) => ({ resources: [iamArn(scope, `policy${iamPath}*`)] }),
  Roles: (scope) => ({ resources: rolesOf(scope) }),
  PoliciesOfRoles: (scope) => ({
    resources: rolesOf(scope),
    Condition: { ArnLike: { 'iam:PolicyARN': iamArn(scope, `policy${iamPath}*`) } },
  }),
  OpenIdConnectProviders: (scope) => ({ resources: [iamArn(scope, 'oidc-provider/*')] }),
  /** The run's own role is read too: with the caller's it is any, unless that is known. */
  OwnRole: (scope) => ({
    resources: scope.ownRoleArn === undefined ? [iamArn(scope, 'role/*')] : [scope.ownRoleArn, ...rolesOf(scope)],
  }),
  SessionsOfRoles: (scope) => ({ resources: [iamArn(scope, `role${iamPath}*`)] }),
} as const satisfies Record<string, (scope: PolicyScope) => Target>;

/** IAM is asked for a role by its name. Of one that is not there, or not any more, it knows no path. */
const rolesOf = (scope: PolicyScope): readonly string[] => [
  iamArn(scope, `role${iamPath}*`),
  iamArn(scope, `role/${issuerRoleNames({ runId: '*' }, { partition: '*', accountId: '*' }).roleName}`),
];

/** Actions of IAM by what they are about; a new one belongs here. */
const iamStatements: Readonly<Record<string, keyof typeof targets | undefined>> = {
  ListRoles: 'ListInAccount',
  ListPolicies: 'ListInAccount',
  ListOpenIDConnectProviders: 'ListInAccount',
  CreatePolicy: 'Policies',
  DeletePolicy: 'Policies',
  GetPolicy: 'Policies',
  GetPolicyVersion: 'Policies',
  ListPolicyTags: 'Policies',
  TagPolicy: 'Policies',
  CreateRole: 'Roles',
  DeleteRole: 'Roles',
  ListRoleTags: 'Roles',
  ListRolePolicies: 'Roles',
  ListAttachedRolePolicies: 'Roles',
  TagRole: 'Roles',
  AttachRolePolicy: 'PoliciesOfRoles',
  DetachRolePolicy: 'PoliciesOfRoles',
  CreateOpenIDConnectProvider: 'OpenIdConnectProviders',
  DeleteOpenIDConnectProvider: 'OpenIdConnectProviders',
  GetOpenIDConnectProvider: 'OpenIdConnectProviders',
  TagOpenIDConnectProvider: 'OpenIdConnectProviders',
  GetRole: 'OwnRole',
};

function statementOf(action: string, { issuingCaArn }: PolicyScope): keyof typeof targets {
  if (action === 'sts:AssumeRole') return 'SessionsOfRoles';
  if (action === 'acm-pca:ListCertificateAuthorities') return 'ListInAccount';
  if (action.startsWith('acm-pca:')) {
    // Tags are how `clean` finds the CAs of other runs.
    const isOfAny = issuingCaArn === undefined || action === 'acm-pca:ListTags';
    return isOfAny ? 'CertificateAuthorities' : 'IssuingCertificateAuthority';
  }
  const statement = iamStatements[action.replace('iam:', '')];
  if (statement === undefined) throw new Error(`run-policy.ts does not say what ${action} is about`);
  return statement;
}

/** First part of a region's ARNs. @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html */
function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}
