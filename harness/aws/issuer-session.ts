import { DescribeCertificateAuthorityCommand } from '@aws-sdk/client-acm-pca';
import { AssumeRoleWithWebIdentityCommand, GetCallerIdentityCommand, type STSClient } from '@aws-sdk/client-sts';
import type { AwsAccount } from './aws-account.ts';
import { awsClients } from './aws-clients.ts';
import { assumedRole, type SessionCredentials, sessionName, sessionOf } from './credential-chain.ts';
import type { IssuerRole } from './issuer-role.ts';
import { propagationTimeoutMs, whilePropagating } from './while-propagating.ts';

export interface IssuerSessionOptions {
  readonly account: AwsAccount;
  readonly role: IssuerRole;
  /** The CA that the role's policy names. */
  readonly caArn: string;
  /** A token of the issuer's service account; without one, the caller itself assumes the role. */
  readonly token?: string | undefined;
  readonly signal: AbortSignal;
}

/**
 * Opens a session of the issuer's role; AWS knows it when this returns. By AssumeRole for the issuer, where it cannot
 * open one itself because AWS does not read the cluster's OIDC issuer. Only what the role's policy allows: a session by
 * GetSessionToken would have all the caller's own rights.
 *
 * @throws AWS's answer when it still refuses after a minute.
 */
export async function openIssuerSession(options: IssuerSessionOptions): Promise<SessionCredentials> {
  const { account, role, token, caArn, signal } = options;
  const { sts } = awsClients(account);
  const wait = waitIn(account, signal);
  const { roleArn } = role;
  const session =
    token === undefined
      ? await whilePropagating('role', () => assumedRole(sts, roleArn, signal), wait)
      : await whilePropagating('web identity', () => webIdentitySession(sts, roleArn, token, signal), wait);
  const clients = awsClients(account, session);
  const abort = { abortSignal: signal };
  await whilePropagating('session', () => clients.sts.send(new GetCallerIdentityCommand({}), abort), wait);
  const description = new DescribeCertificateAuthorityCommand({ CertificateAuthorityArn: caArn });
  await whilePropagating('session', () => answered(clients.acmPca.send(description, abort)), wait);
  return session;
}

/**
 * Waits until a session of the issuer's role may do what the role's policy allows: what is installed with it must not
 * fail for what AWS does not know yet.
 *
 * @throws AWS's answer when it still refuses after a minute.
 */
export async function policyInForce(
  session: SessionCredentials,
  { account, caArn, signal }: Pick<IssuerSessionOptions, 'account' | 'caArn' | 'signal'>,
): Promise<void> {
  const { acmPca } = awsClients(account, session);
  const description = new DescribeCertificateAuthorityCommand({ CertificateAuthorityArn: caArn });
  const call = () => acmPca.send(description, { abortSignal: signal });
  await whilePropagating('policy', call, waitIn(account, signal));
}

/** The mocked AWS of a run knows everything at once: what it refuses there is refused. */
const waitIn = ({ kind }: AwsAccount, signal: AbortSignal) => ({
  signal,
  timeoutMs: kind === 'mock' ? 0 : propagationTimeoutMs,
});

async function webIdentitySession(
  sts: STSClient,
  roleArn: string,
  token: string,
  signal: AbortSignal,
): Promise<SessionCredentials> {
  const request = { RoleArn: roleArn, RoleSessionName: sessionName, WebIdentityToken: token };
  const { Credentials } = await sts.send(new AssumeRoleWithWebIdentityCommand(request), { abortSignal: signal });
  return sessionOf(Credentials, `AssumeRoleWithWebIdentity for ${roleArn}`);
}

/** Any answer of a Private CA that knows whose the request is; the policy is not judged here. */
async function answered(call: Promise<unknown>): Promise<void> {
  try {
    await call;
  } catch (error) {
    if (!/^(AccessDenied|ResourceNotFound|InvalidArn)/.test((error as Error).name)) throw error;
  }
}
