import {
  AttachRolePolicyCommand,
  CreateOpenIDConnectProviderCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  type IAMClient,
} from '@aws-sdk/client-iam';
import { ComponentError } from '../errors/harness-error.ts';
import { runTags } from './tags.ts';

/** The service account that the issuer runs as; the guide's names. */
export const issuerServiceAccount = { namespace: 'cert-manager', name: 'aws-pca-issuer' } as const;

/** Audience of tokens that are exchanged at STS, and path they are mounted at, as EKS does it. */
export const stsAudience = 'sts.amazonaws.com';

/** What aws-privateca-issuer calls, and nothing else (its README, section "Configuration"). */
export const issuerActions = [
  'acm-pca:DescribeCertificateAuthority',
  'acm-pca:GetCertificate',
  'acm-pca:IssueCertificate',
] as const;

/** The IAM objects that let the issuer's service account use one CA. */
export interface IssuerRole {
  readonly roleArn: string;
  readonly roleName: string;
  readonly policyArn: string;
  readonly oidcProviderArn: string;
}

export interface CreateIssuerRoleOptions {
  readonly runId: string;
  readonly caArn: string;
  /** URL of the cluster's OIDC issuer. */
  readonly oidcIssuer: string;
  readonly signal: AbortSignal;
}

/**
 * Creates what the guide's step 3 does with `aws iam create-policy` and `eksctl`: the policy, the cluster's OIDC
 * provider and the role that only the issuer's service account can assume.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html
 */
export async function createIssuerRole(iam: IAMClient, options: CreateIssuerRoleOptions): Promise<IssuerRole> {
  const abort = { abortSignal: options.signal };
  const tags = runTags(options.runId);
  const { Policy } = await iam.send(
    new CreatePolicyCommand({
      PolicyName: `AWSPCAIssuerPolicy-${options.runId}`,
      PolicyDocument: JSON.stringify(issuerPolicy(options.caArn)),
      Tags: tags,
    }),
    abort,
  );
  const { OpenIDConnectProviderArn } = await iam.send(
    new CreateOpenIDConnectProviderCommand({ Url: options.oidcIssuer, ClientIDList: [stsAudience], Tags: tags }),
    abort,
  );
  const policyArn = present(Policy?.Arn, 'CreatePolicy');
  const oidcProviderArn = present(OpenIDConnectProviderArn, 'CreateOpenIDConnectProvider');
  const roleName = `aws-pca-issuer-${options.runId}`;
  const { Role } = await iam.send(
    new CreateRoleCommand({
      RoleName: roleName,
      AssumeRolePolicyDocument: JSON.stringify(trustPolicy(oidcProviderArn, options.oidcIssuer)),
      Tags: tags,
    }),
    abort,
  );
  await iam.send(new AttachRolePolicyCommand({ RoleName: roleName, PolicyArn: policyArn }), abort);
  return { roleArn: present(Role?.Arn, 'CreateRole'), roleName, policyArn, oidcProviderArn };
}

/** The guide's AWSPCAIssuerPolicy.json. */
export function issuerPolicy(caArn: string) {
  return {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: issuerActions, Resource: caArn }],
  };
}

function trustPolicy(oidcProviderArn: string, oidcIssuer: string) {
  const { host, pathname } = new URL(oidcIssuer);
  const provider = `${host}${pathname}`;
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Federated: oidcProviderArn },
        Action: 'sts:AssumeRoleWithWebIdentity',
        Condition: {
          StringEquals: {
            [`${provider}:sub`]: `system:serviceaccount:${issuerServiceAccount.namespace}:${issuerServiceAccount.name}`,
            [`${provider}:aud`]: stsAudience,
          },
        },
      },
    ],
  };
}

function present(arn: string | undefined, operation: string): string {
  if (arn === undefined) throw new ComponentError(`AWS answered ${operation} without an ARN`);
  return arn;
}
