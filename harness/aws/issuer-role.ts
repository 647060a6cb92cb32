import { AttachRolePolicyCommand, CreatePolicyCommand, CreateRoleCommand, type IAMClient } from '@aws-sdk/client-iam';
import { ComponentError } from '../errors/harness-error.ts';
import type { AwsAccount } from './aws-account.ts';
import { type NoteCreation, unnoted } from './creation.ts';
import { type IssuerTrust, principalTrust, webIdentityTrust } from './issuer-trust.ts';
import { ensureOidcProvider } from './oidc-provider.ts';
import { type RunInAws, runTags } from './tags.ts';
import { whilePropagating } from './while-propagating.ts';

export { issuerServiceAccount, stsAudience } from './issuer-identity.ts';

/** What aws-privateca-issuer calls, and nothing else (its README, section "Configuration"). */
export const issuerActions = [
  'acm-pca:DescribeCertificateAuthority',
  'acm-pca:GetCertificate',
  'acm-pca:IssueCertificate',
] as const;

/** The IAM objects that let the issuer use one CA. */
export interface IssuerRole {
  readonly roleArn: string;
  readonly roleName: string;
  readonly policyArn: string;
  /** The cluster's OIDC provider; undefined where AWS cannot read its issuer, and the role is assumed for the issuer. */
  readonly oidcProviderArn?: string;
}

export interface CreateIssuerRoleOptions extends RunInAws {
  /** Noted in the tags, so that `clean` can tell a kept run from a killed one. */
  readonly runFolder?: string;
  readonly caArn: string;
  /** Who may assume the role. */
  readonly trust: IssuerTrust;
  readonly account: Pick<AwsAccount, 'accountId' | 'partition'>;
  readonly note?: NoteCreation;
  readonly signal: AbortSignal;
}

/**
 * Creates what the guide's step 3 does with `aws iam create-policy` and `eksctl`: the policy, the cluster's OIDC
 * provider, unless the account has it, and the role that only the issuer's service account can assume. Where AWS cannot read the cluster's OIDC
 * issuer, the role trusts the run's own principal instead, and there is no provider.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html
 */
export async function createIssuerRole(iam: IAMClient, options: CreateIssuerRoleOptions): Promise<IssuerRole> {
  const { caArn, trust, account, note = unnoted, signal } = options;
  const tags = runTags(options);
  const { path, policyName, roleName, policyArn, roleArn } = issuerRoleNames(options, account);
  // What creates is not cut short by an interrupt: what AWS has made by then would be found only by its tags.
  const policy = new CreatePolicyCommand({
    PolicyName: policyName,
    Path: path,
    PolicyDocument: JSON.stringify(issuerPolicy(caArn)),
    Tags: tags,
  });
  await note({ kind: 'policy', arn: policyArn }, async () =>
    present((await iam.send(policy)).Policy?.Arn, 'CreatePolicy'),
  );
  signal.throwIfAborted();
  const oidcProviderArn =
    trust.by === 'principal'
      ? undefined
      : await ensureOidcProvider(iam, { oidcIssuer: trust.oidcIssuer, account, tags, note, signal });
  signal.throwIfAborted();
  const trustPolicy =
    trust.by === 'principal'
      ? principalTrust(trust.principalArn)
      : webIdentityTrust(oidcProviderArn ?? '', trust.oidcIssuer);
  const role = new CreateRoleCommand({
    RoleName: roleName,
    Path: path,
    AssumeRolePolicyDocument: JSON.stringify(trustPolicy),
    Tags: tags,
  });
  const create = async () => present((await iam.send(role)).Role?.Arn, 'CreateRole');
  await whilePropagating('principal', () => note({ kind: 'role', arn: roleArn }, create), { signal });
  signal.throwIfAborted();
  const attachment = new AttachRolePolicyCommand({ RoleName: roleName, PolicyArn: policyArn });
  await whilePropagating('entity', () => iam.send(attachment), { signal });
  return { roleArn, roleName, policyArn, ...(oidcProviderArn === undefined ? {} : { oidcProviderArn }) };
}

/** IAM path of every role and policy that a run makes: they are listed by it, whatever else the account has. */
export const iamPath = '/istio-pca-e2e/';

/** Of the run's instance, as much as keeps names apart: a role's may have 64 characters. */
const nameSuffixLength = 8;

/** The names of a run's role and policy, no other run's: by them undoing finds what was made, also half. */
export function issuerRoleNames(
  { runId, instance }: RunInAws,
  { accountId, partition }: Pick<AwsAccount, 'accountId' | 'partition'>,
) {
  const name = instance === undefined ? runId : `${runId}-${instance.slice(0, nameSuffixLength)}`;
  const policyName = `AWSPCAIssuerPolicy-${name}`;
  // Distinctive: a policy that allows these roles by name must not cover a role of the user's.
  const roleName = `istio-pca-e2e-issuer-${name}`;
  const arn = (kind: string, last: string) => `arn:${partition}:iam::${accountId}:${kind}${iamPath}${last}`;
  return {
    ...{ path: iamPath, policyName, roleName },
    policyArn: arn('policy', policyName),
    roleArn: arn('role', roleName),
  };
}

/** The guide's AWSPCAIssuerPolicy.json. */
export function issuerPolicy(caArn: string) {
  return {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: issuerActions, Resource: caArn }],
  };
}

function present(arn: string | undefined, operation: string): string {
  if (arn === undefined) throw new ComponentError(`AWS answered ${operation} without an ARN`);
  return arn;
}
