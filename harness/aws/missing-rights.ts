import { randomUUID } from 'node:crypto';
import {
  type ACMPCAClient,
  DeleteCertificateAuthorityCommand,
  DescribeCertificateAuthorityCommand,
  GetCertificateAuthorityCertificateCommand,
  GetCertificateAuthorityCsrCommand,
  GetCertificateCommand,
  ImportCertificateAuthorityCertificateCommand,
  IssueCertificateCommand,
  ListCertificateAuthoritiesCommand,
  ListTagsCommand,
  TagCertificateAuthorityCommand,
  UpdateCertificateAuthorityCommand,
} from '@aws-sdk/client-acm-pca';
import {
  AttachRolePolicyCommand,
  DeleteOpenIDConnectProviderCommand,
  DeletePolicyCommand,
  DeleteRoleCommand,
  DetachRolePolicyCommand,
  GetOpenIDConnectProviderCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  type IAMClient,
  ListAttachedRolePoliciesCommand,
  ListOpenIDConnectProvidersCommand,
  ListPoliciesCommand,
  ListPolicyTagsCommand,
  ListRolePoliciesCommand,
  ListRolesCommand,
  ListRoleTagsCommand,
  TagOpenIDConnectProviderCommand,
  TagPolicyCommand,
  TagRoleCommand,
} from '@aws-sdk/client-iam';
import { MachineError } from '../errors/harness-error.ts';
import type { RealAwsAccount } from './aws-account.ts';
import { awsClients } from './aws-clients.ts';
import { iamPath, issuerRoleNames } from './issuer-role.ts';
import type { AwsTag } from './tags.ts';

export interface RightsOptions {
  /** What IAM must allow: `iam:DeleteRole`. */
  readonly actions: readonly string[];
  /** A CA that is not the run's: what is done with it, is allowed on it alone, and seen when it is read. */
  readonly issuingCaArn: string | undefined;
  /** As the run gives them to what it makes. */
  readonly tags: AwsTag[];
  readonly signal: AbortSignal;
}

/**
 * Proves, before anything is made, that the caller may do what a run and its undo do: each call is tried on names that do not
 * exist. IAM looks at the rights before the service looks for what is named, so "not found" says that a call is allowed. What
 * creates cannot be tried: it is refused in its own time, and what was made until then can be removed, which is proven here.
 *
 * @throws MachineError naming every action that is missing.
 */
export async function requireRights(account: RealAwsAccount, options: RightsOptions): Promise<void> {
  const { actions, issuingCaArn, signal } = options;
  const tries = triesOf(account, options);
  const tried = actions.filter((action) => {
    const isOnGivenCa = issuingCaArn !== undefined && action.startsWith('acm-pca:') && action !== 'acm-pca:ListTags';
    return action in tries && (!isOnGivenCa || action === 'acm-pca:ListCertificateAuthorities');
  });
  const refused = await Promise.all(tried.map((action) => isRefused(() => tries[action]?.({ abortSignal: signal }))));
  const missing = tried.filter((_, index) => refused[index]);
  if (missing.length === 0) return;
  throw new MachineError(
    [`${account.principalArn} lacks permissions of the run, its undo and \`pca-e2e clean\`:`, ...missing].join('\n  '),
    {
      remedy:
        'Allow them: `pca-e2e up` with the same options and --policy prints the whole policy. They were tried on names that do not exist, so a policy that asks for tags, or allows roles by their path alone, does not count.',
    },
  );
}

/** Actions that a run's rights are proven for, and how. */
type Tries = Readonly<Record<string, ((abort: { readonly abortSignal: AbortSignal }) => Promise<unknown>) | undefined>>;

/** Every action that can be tried without making or changing anything. */
export function triesOf(account: RealAwsAccount, { tags }: Pick<RightsOptions, 'tags'>): Tries {
  const { acmPca, iam } = awsClients(account);
  return { ...triesOnCa(acmPca, account, tags), ...triesInIam(iam, account, tags) };
}

function triesOnCa(pca: ACMPCAClient, { partition, region, accountId }: RealAwsAccount, Tags: AwsTag[]): Tries {
  const CertificateAuthorityArn = `arn:${partition}:acm-pca:${region}:${accountId}:certificate-authority/${randomUUID()}`;
  const ca = { CertificateAuthorityArn };
  const certificate = { ...ca, CertificateArn: `${CertificateAuthorityArn}/certificate/${'0'.repeat(32)}` };
  const text = Buffer.from('nothing that could be issued or imported');
  const request = {
    ...ca,
    Csr: text,
    SigningAlgorithm: 'SHA256WITHRSA',
    Validity: { Type: 'DAYS', Value: 1 },
  } as const;
  return {
    'acm-pca:ListCertificateAuthorities': (abort) =>
      pca.send(new ListCertificateAuthoritiesCommand({ MaxResults: 1 }), abort),
    'acm-pca:ListTags': (abort) => pca.send(new ListTagsCommand(ca), abort),
    'acm-pca:DescribeCertificateAuthority': (abort) => pca.send(new DescribeCertificateAuthorityCommand(ca), abort),
    'acm-pca:UpdateCertificateAuthority': (abort) =>
      pca.send(new UpdateCertificateAuthorityCommand({ ...ca, Status: 'DISABLED' }), abort),
    'acm-pca:DeleteCertificateAuthority': (abort) => pca.send(new DeleteCertificateAuthorityCommand(ca), abort),
    'acm-pca:TagCertificateAuthority': (abort) => pca.send(new TagCertificateAuthorityCommand({ ...ca, Tags }), abort),
    'acm-pca:GetCertificateAuthorityCsr': (abort) => pca.send(new GetCertificateAuthorityCsrCommand(ca), abort),
    'acm-pca:GetCertificateAuthorityCertificate': (abort) =>
      pca.send(new GetCertificateAuthorityCertificateCommand(ca), abort),
    'acm-pca:ImportCertificateAuthorityCertificate': (abort) =>
      pca.send(new ImportCertificateAuthorityCertificateCommand({ ...ca, Certificate: text }), abort),
    'acm-pca:IssueCertificate': (abort) => pca.send(new IssueCertificateCommand(request), abort),
    'acm-pca:GetCertificate': (abort) => pca.send(new GetCertificateCommand(certificate), abort),
  };
}

function triesInIam(iam: IAMClient, { partition, accountId }: RealAwsAccount, Tags: AwsTag[]): Tries {
  const unused = randomUUID();
  const { policyArn: PolicyArn, roleName: RoleName } = issuerRoleNames({ runId: unused }, { partition, accountId });
  const arn = (resource: string) => `arn:${partition}:iam::${accountId}:${resource}`;
  const provider = { OpenIDConnectProviderArn: arn(`oidc-provider/${unused}.invalid`) };
  const listed = { PathPrefix: iamPath, MaxItems: 1 };
  return {
    'iam:ListRoles': (abort) => iam.send(new ListRolesCommand(listed), abort),
    'iam:GetRole': (abort) => iam.send(new GetRoleCommand({ RoleName }), abort),
    'iam:ListRolePolicies': (abort) => iam.send(new ListRolePoliciesCommand({ RoleName }), abort),
    'iam:ListAttachedRolePolicies': (abort) => iam.send(new ListAttachedRolePoliciesCommand({ RoleName }), abort),
    'iam:ListRoleTags': (abort) => iam.send(new ListRoleTagsCommand({ RoleName }), abort),
    'iam:TagRole': (abort) => iam.send(new TagRoleCommand({ RoleName, Tags }), abort),
    'iam:AttachRolePolicy': (abort) => iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }), abort),
    'iam:DetachRolePolicy': (abort) => iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn }), abort),
    'iam:DeleteRole': (abort) => iam.send(new DeleteRoleCommand({ RoleName }), abort),
    'iam:ListPolicies': (abort) => iam.send(new ListPoliciesCommand({ ...listed, Scope: 'Local' }), abort),
    'iam:GetPolicy': (abort) => iam.send(new GetPolicyCommand({ PolicyArn }), abort),
    'iam:GetPolicyVersion': (abort) => iam.send(new GetPolicyVersionCommand({ PolicyArn, VersionId: 'v1' }), abort),
    'iam:ListPolicyTags': (abort) => iam.send(new ListPolicyTagsCommand({ PolicyArn }), abort),
    'iam:TagPolicy': (abort) => iam.send(new TagPolicyCommand({ PolicyArn, Tags }), abort),
    'iam:DeletePolicy': (abort) => iam.send(new DeletePolicyCommand({ PolicyArn }), abort),
    'iam:ListOpenIDConnectProviders': (abort) => iam.send(new ListOpenIDConnectProvidersCommand({}), abort),
    'iam:GetOpenIDConnectProvider': (abort) => iam.send(new GetOpenIDConnectProviderCommand(provider), abort),
    'iam:TagOpenIDConnectProvider': (abort) =>
      iam.send(new TagOpenIDConnectProviderCommand({ ...provider, Tags }), abort),
    'iam:DeleteOpenIDConnectProvider': (abort) => iam.send(new DeleteOpenIDConnectProviderCommand(provider), abort),
  };
}

/** Answers that say nothing of the right: the account's request rate, credentials that have ended. */
const isTransient = /Throttl|TooManyRequests|LimitExceeded|Expired|Unrecognized|Signature/;

async function isRefused(call: () => Promise<unknown> | undefined): Promise<boolean> {
  try {
    await call();
    return false;
  } catch (error) {
    const { name, $metadata } = error as { readonly name: string; readonly $metadata?: { httpStatusCode?: number } };
    if (/^AccessDenied/.test(name)) return true;
    // What a service refuses for what it asks (mostly: no such thing) it was allowed to look at.
    if (/^4(00|04|09)$/.test(String($metadata?.httpStatusCode)) && !isTransient.test(name)) return false;
    throw error;
  }
}
