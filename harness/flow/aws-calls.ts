import { parseArn } from '../aws/arn.ts';
import type { RightsOptions } from '../aws/missing-rights.ts';
import { rolePolicyCalls } from '../aws/role-policies.ts';
import { type PolicyDocument, type PolicyScope, permissionsFor, policyFor } from '../aws/run-policy.ts';
import { runTags } from '../aws/tags.ts';
import { callsAws, only, type PlannedAction } from './planned-action.ts';
import type { Run, RunOptions } from './run.ts';
import { checkedCalls, checkedIamCall } from './steps/role-tries.ts';

/** What of a run decides which calls of AWS it makes. */
export type AwsSide = Pick<RunOptions, 'aws' | 'awsAccess' | 'provider' | 'issuingCaArn' | 'caDepth'>;

/**
 * Whether AWS is expected to read the cluster's keys: the mocked one is given them, and EKS serves those of its clusters.
 * An account that has the cluster's provider already refuses to create it, and is then asked for it.
 */
export const readsIssuer = ({ aws, provider }: AwsSide): boolean => aws === 'mock' || provider === 'existing';

const isReal = ({ aws }: AwsSide): boolean => aws === 'real';
const times = (count: number, actions: readonly PlannedAction[]) => Array.from({ length: count }, () => actions).flat();
/** By their tags, whatever else the account has. */
const findCas = callsAws('acm-pca', 'ListCertificateAuthorities', 'ListTags');
const findInIam = [
  ...callsAws('iam', 'ListRoles', 'ListRoleTags', 'ListPolicies', 'ListPolicyTags'),
  ...callsAws('iam', 'ListOpenIDConnectProviders', 'GetOpenIDConnectProvider'),
];
const asIssuer = (actions: readonly PlannedAction[]) => only(actions, { as: 'the issuer' });
/** How the issuer signs in: by its service account's token, or with a session that the run has opened for it. */
const issuerSignsIn = (side: AwsSide) => (readsIssuer(side) ? callsAws('sts', 'AssumeRoleWithWebIdentity') : []);

/** A session of the issuer's role, where AWS does not verify the tokens of its service account. */
function opensSession(side: AwsSide): readonly PlannedAction[] {
  if (!isReal(side)) return [];
  const unless = "AWS reads the cluster's OIDC issuer";
  return readsIssuer(side) ? only(callsAws('sts', 'AssumeRole'), { unless }) : callsAws('sts', 'AssumeRole');
}

/**
 * The calls of AWS, by the part of a run that makes them. It is the one place to add a call: steps make their plans of
 * it, `up --policy` its policy, and the check of the rights its tries.
 */
export const awsCalls = {
  account: (side: AwsSide) => [
    ...(side.awsAccess.assumeRoleArn === undefined
      ? []
      : only(callsAws('sts', 'AssumeRole'), { as: 'the credentials that assume the role' })),
    ...callsAws('sts', 'GetCallerIdentity'),
    ...only(callsAws('iam', 'GetRole'), { unless: 'the caller is an IAM user' }),
    // Whether another run of the same id is in the account.
    ...(isReal(side) ? [...findCas, ...findInIam] : []),
  ],

  /**
   * What AWS asks for besides, because what is made is given tags by the call that makes it. Tried on names that do not
   * exist.
   *
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_tags.html
   */
  tagging: (side: AwsSide) => [
    ...(side.issuingCaArn === undefined ? callsAws('acm-pca', 'TagCertificateAuthority') : []),
    ...callsAws('iam', 'TagPolicy', 'TagRole', ...(readsIssuer(side) ? ['TagOpenIDConnectProvider'] : [])),
  ],

  /** In this order; those of what AWS makes in its own time (CSR, certificate) are repeated until it is there. */
  hierarchy: (side: AwsSide) =>
    side.issuingCaArn === undefined
      ? [
          ...(isReal(side) ? findCas : []),
          ...times(side.caDepth, [
            ...callsAws('acm-pca', 'CreateCertificateAuthority', 'GetCertificateAuthorityCsr', 'IssueCertificate'),
            ...callsAws('acm-pca', 'GetCertificate', 'ImportCertificateAuthorityCertificate'),
            ...callsAws('acm-pca', 'DescribeCertificateAuthority'),
          ]),
        ]
      : callsAws('acm-pca', 'DescribeCertificateAuthority', 'GetCertificateAuthorityCertificate'),

  hierarchyUndo: (side: AwsSide) => [
    ...findCas,
    ...(side.issuingCaArn === undefined
      ? times(side.caDepth, [
          ...callsAws('acm-pca', 'DescribeCertificateAuthority', 'UpdateCertificateAuthority'),
          ...callsAws('acm-pca', 'DeleteCertificateAuthority'),
        ])
      : []),
  ],

  issuerRole: (side: AwsSide) => [
    ...callsAws('iam', 'CreatePolicy'),
    ...(readsIssuer(side) ? callsAws('iam', 'CreateOpenIDConnectProvider') : []),
    ...(readsIssuer(side) && isReal(side)
      ? only(callsAws('iam', 'GetOpenIDConnectProvider'), { unless: 'the account does not have it yet' })
      : []),
    ...callsAws('iam', 'CreateRole', 'AttachRolePolicy'),
    ...opensSession(side),
    ...callsAws('iam', ...rolePolicyCalls),
    ...asIssuer([...issuerSignsIn(side), ...callsAws('sts', 'GetCallerIdentity')]),
    // What the role may do, and what it may not.
    ...asIssuer([...callsAws('acm-pca', ...checkedCalls), ...callsAws('iam', checkedIamCall)]),
  ],

  issuerRoleUndo: (side: AwsSide) => [
    ...findInIam,
    ...callsAws('iam', 'DetachRolePolicy', 'DeleteRole', 'DeletePolicy'),
    ...(readsIssuer(side) ? callsAws('iam', 'DeleteOpenIDConnectProvider') : []),
  ],

  issuer: opensSession,

  issuerReady: (side: AwsSide) => asIssuer([...issuerSignsIn(side), ...callsAws('sts', 'GetCallerIdentity')]),

  istioCa: (side: AwsSide) =>
    asIssuer([
      ...issuerSignsIn(side),
      ...callsAws('acm-pca', 'DescribeCertificateAuthority', 'IssueCertificate', 'GetCertificate'),
    ]),

  chain: (side: AwsSide) => [
    // Of the CAs above one that the run did not make, AWS shows certificates alone.
    ...times(side.issuingCaArn === undefined ? side.caDepth : 1, [
      ...callsAws('acm-pca', 'DescribeCertificateAuthority', 'GetCertificateAuthorityCertificate'),
    ]),
    ...callsAws('acm-pca', 'GetCertificate'),
  ],

  /** What `clean --aws real` calls besides what undoing does. */
  clean: (_side: AwsSide) => [...findCas, ...findInIam],
} as const satisfies Record<string, (side: AwsSide) => readonly PlannedAction[]>;

/**
 * Every call that a run in AWS itself makes as its own principal: its checks, its undo and `clean` included.
 *
 * @returns Each once: `iam CreateRole`.
 */
export function ownCalls(side: AwsSide): readonly string[] {
  const actions = Object.values(awsCalls).flatMap((calls) => calls(side));
  return [...new Set(actions.filter(({ as }) => as === undefined).map(({ what }) => what))];
}

/** What a run's credentials must allow, as it is tried before anything is made. */
export const rightsOf = ({ id, instance, folder, options }: Run, signal: AbortSignal): RightsOptions => ({
  actions: permissionsFor(ownCalls(options)),
  issuingCaArn: options.issuingCaArn,
  tags: runTags({ runId: id, instance, runFolder: folder }),
  signal,
});

/** The least IAM policy for a run in AWS itself, by its options alone. */
export function runPolicy(
  options: AwsSide & Pick<RunOptions, 'region'>,
  account?: PolicyScope['account'],
): PolicyDocument {
  const { region, issuingCaArn, awsAccess } = options;
  const ownRoleArn = awsAccess.assumeRoleArn;
  return policyFor(permissionsFor(ownCalls(options)), {
    region,
    account: account ?? (ownRoleArn === undefined ? undefined : parseArn(ownRoleArn)),
    ...(issuingCaArn === undefined ? {} : { issuingCaArn }),
    ...(ownRoleArn === undefined ? {} : { ownRoleArn }),
  });
}
