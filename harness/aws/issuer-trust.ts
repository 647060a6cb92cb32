import { GetRoleCommand, type IAMClient } from '@aws-sdk/client-iam';
import { MachineError } from '../errors/harness-error.ts';
import { parseArn } from './arn.ts';
import { issuerServiceAccount, stsAudience } from './issuer-identity.ts';

/**
 * Who may assume the issuer's role: the issuer's service account by its token, where AWS reads the cluster's OIDC
 * issuer; the run's own principal, which opens sessions for the issuer, where it does not.
 */
export type IssuerTrust =
  | { readonly by: 'web-identity'; readonly oidcIssuer: string }
  | { readonly by: 'principal'; readonly principalArn: string };

/** An OIDC issuer as IAM names it: its URL without the scheme. One without a path ends in its host. */
export function oidcProviderName(oidcIssuer: string): string {
  const { host, pathname } = new URL(oidcIssuer);
  return pathname === '/' ? host : `${host}${pathname}`;
}

export function webIdentityTrust(oidcProviderArn: string, oidcIssuer: string) {
  const provider = oidcProviderName(oidcIssuer);
  const { namespace, name } = issuerServiceAccount;
  const Condition = {
    StringEquals: {
      [`${provider}:sub`]: `system:serviceaccount:${namespace}:${name}`,
      [`${provider}:aud`]: stsAudience,
    },
  };
  return trust({ Federated: oidcProviderArn }, 'sts:AssumeRoleWithWebIdentity', { Condition });
}

export const principalTrust = (principalArn: string) => trust({ AWS: principalArn }, 'sts:AssumeRole', {});

function trust(Principal: object, Action: string, condition: object) {
  return { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal, Action, ...condition }] };
}

/**
 * The caller as a trust policy names it for longer than one session: a role by its own ARN, which the session's ARN
 * tells without the role's path.
 *
 * @throws MachineError for the account's root user, to whom AWS opens no sessions of roles.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export async function lastingPrincipal(iam: IAMClient, callerArn: string, signal: AbortSignal): Promise<string> {
  const { resource } = parseArn(callerArn);
  if (resource === 'root') {
    throw new MachineError(`${callerArn} is the account's root user: AWS lets it assume no role`, {
      remedy: 'Use credentials of an IAM user, a role, or IAM Identity Center: --aws-profile NAME.',
    });
  }
  const [, roleName] = /^assumed-role\/([^/]+)\//.exec(resource) ?? [];
  if (roleName === undefined) return callerArn;
  const { Role } = await iam.send(new GetRoleCommand({ RoleName: roleName }), { abortSignal: signal });
  return Role?.Arn ?? callerArn;
}
