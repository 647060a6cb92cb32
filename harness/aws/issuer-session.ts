import { done, notYet, pollUntil } from '../wait/poll-until.ts';
import type { AwsAccount } from './aws-account.ts';
import { awsClients } from './aws-clients.ts';
import { assumedRole, type SessionCredentials } from './credential-chain.ts';
import type { IssuerRole } from './issuer-role.ts';

const settleTimeoutMs = 60_000;
const settleIntervalMs = 2_000;

/**
 * Opens a session of the issuer's role for it, where it cannot open one itself because AWS does not read the cluster's
 * OIDC issuer. Only what the role's policy allows: a session by GetSessionToken would have all the caller's own rights.
 *
 * A new role is known everywhere only after some seconds, and refuses until then.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html#troubleshoot_general_eventual-consistency
 * @throws WaitTimeoutError with AWS's words when it still refuses after a minute.
 */
export async function openIssuerSession(
  account: AwsAccount,
  { roleArn }: IssuerRole,
  signal: AbortSignal,
): Promise<SessionCredentials> {
  const { sts } = awsClients(account);
  return pollUntil(
    async () => {
      try {
        return done(await assumedRole(sts, roleArn, signal));
      } catch (error) {
        const { name, message } = error as Error;
        if (name !== 'AccessDenied') throw error;
        return notYet(message);
      }
    },
    {
      waitingFor: `AWS to open a session of ${roleArn}`,
      timeoutMs: settleTimeoutMs,
      intervalMs: settleIntervalMs,
      signal,
    },
  );
}
