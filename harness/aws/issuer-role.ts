import { AttachRolePolicyCommand, CreatePolicyCommand, CreateRoleCommand, type IAMClient } from '@aws-sdk/client-iam';
import { ComponentError } from '../errors/harness-error.ts';
import { parseArn } from './arn.ts';
import { type IssuerTrust, principalTrust, webIdentityTrust } from './issuer-trust.ts';
import { ensureOidcProvider } from './oidc-provider.ts';
import { runTags } from './tags.ts';

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

export interface CreateIssuerRoleOptions {
  readonly runId: string;
  /** Noted in the tags, so that `clean` can tell a kept run from a killed one. */
  readonly runFolder?: string;
  readonly caArn: string;
  /** Who may assume the role. */
  readonly trust: IssuerTrust;
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
  const { runId, runFolder, caArn, trust, signal } = options;
  const tags = runTags(runId, runFolder);
  const { path, policyName, roleName } = issuerRoleNames(runId);
  // What creates is not cut short by an interrupt: what AWS has made by then would be found only by its tags.
  const { Policy } = await iam.send(
    new CreatePolicyCommand({
      PolicyName: policyName,
      Path: path,
      PolicyDocument: JSON.stringify(issuerPolicy(caArn)),
      Tags: tags,
    }),
  );
  const policyArn = present(Policy?.Arn, 'CreatePolicy');
  signal.throwIfAborted();
  const { accountId, partition } = parseArn(policyArn);
  const oidcProviderArn =
    trust.by === 'principal'
      ? undefined
      : await ensureOidcProvider(iam, { oidcIssuer: trust.oidcIssuer, accountId, partition, tags, signal });
  signal.throwIfAborted();
  const trustPolicy =
    trust.by === 'principal'
      ? principalTrust(trust.principalArn)
      : webIdentityTrust(oidcProviderArn ?? '', trust.oidcIssuer);
  const { Role } = await iam.send(
    new CreateRoleCommand({
      RoleName: roleName,
      Path: path,
      AssumeRolePolicyDocument: JSON.stringify(trustPolicy),
      Tags: tags,
    }),
  );
  const roleArn = present(Role?.Arn, 'CreateRole');
  signal.throwIfAborted();
  await iam.send(new AttachRolePolicyCommand({ RoleName: roleName, PolicyArn: policyArn }));
  return { roleArn, roleName, policyArn, ...(oidcProviderArn === undefined ? {} : { oidcProviderArn }) };
}

/** IAM path of every role and policy that a run makes: they are listed by it, whatever else the account has. */
export const iamPath = '/istio-pca-e2e/';

/** The names of a run's role and policy: by them undoing finds what was made, also half. */
export const issuerRoleNames = (runId: string) => ({
  path: iamPath,
  policyName: `AWSPCAIssuerPolicy-${runId}`,
  roleName: `aws-pca-issuer-${runId}`,
});

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
