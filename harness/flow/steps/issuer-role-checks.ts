import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import type { AwsAccount } from '../../aws/aws-account.ts';
import { type AwsClients, awsClients } from '../../aws/aws-clients.ts';
import type { IssuerRole } from '../../aws/issuer-role.ts';
import { openIssuerSession } from '../../aws/issuer-session.ts';
import { readRolePolicies } from '../../aws/role-policies.ts';
import type { Check } from '../../pki/check.ts';
import { done, notYet, pollUntil } from '../../wait/poll-until.ts';
import { checked } from '../checks.ts';
import { rolePolicyCheck } from './role-policy-check.ts';
import { authorisedAmong, triesOf } from './role-tries.ts';

export interface RoleCheckOptions {
  readonly account: AwsAccount;
  readonly role: IssuerRole;
  readonly issuingCaArn: string;
  /** A token of the issuer's own service account; undefined where the run opens the role's sessions for it. */
  readonly token: string | undefined;
  readonly signal: AbortSignal;
}

/**
 * Proves step 3: the role is assumed as the issuer will have it, and its policy allows exactly what the issuer calls.
 * An allowed call may well be refused for what it asks (an unknown certificate, a broken request); what counts is
 * whether it is refused as unauthorised.
 */
export async function checkIssuerRole(options: RoleCheckOptions): Promise<readonly Check[]> {
  const { account, role, issuingCaArn: caArn, token, signal } = options;
  const session = await openIssuerSession({ account, role, caArn, token, signal });
  const clients = awsClients(account, session);
  const identity = await clients.sts.send(new GetCallerIdentityCommand({}), { abortSignal: signal });
  return [roleAssumedCheck(identity.Arn, options), await settledPolicyCheck(clients, options)];
}

/** Whether a session is one of the role, in the role's own account. */
export function roleAssumedCheck(
  sessionArn: string | undefined,
  {
    account,
    role,
    token,
  }: Pick<RoleCheckOptions, 'role' | 'token'> & { readonly account: Pick<AwsAccount, 'accountId'> },
): Check {
  const wanted = `:sts::${account.accountId}:assumed-role/${role.roleName}/`;
  return checked(sessionArn?.startsWith('arn:') === true && sessionArn.includes(wanted), {
    id: 'iam-role-assumed',
    title:
      token === undefined
        ? 'A session of the role is opened for the issuer'
        : "The service account's own token assumes the role",
    expected: `an assumed-role session of ${role.roleName} in account ${account.accountId}`,
    observed: sessionArn ?? 'no identity',
  });
}

/** AWS itself hands a new policy on to all its parts within seconds; the mocked one knows it at once. */
const settleTimeoutMs = { mock: 0, real: 60_000 } as const;
const settleIntervalMs = 2_000;

/** What the role may do, once that is what it should be, or when it has had time enough to become it. */
async function settledPolicyCheck(clients: AwsClients, options: RoleCheckOptions): Promise<Check> {
  const { account, role, issuingCaArn: caArn, signal } = options;
  const tries = triesOf(clients, options);
  const deadlineMs = Date.now() + settleTimeoutMs[account.kind];
  return pollUntil(
    async () => {
      const policies = await readRolePolicies(awsClients(account).iam, role.roleName, signal);
      const authorised = await authorisedAmong(tries);
      const check = rolePolicyCheck({ ...policies, caArn, authorised });
      return check.outcome === 'passed' || Date.now() >= deadlineMs ? done(check) : notYet(check.observed);
    },
    {
      waitingFor: "the role's policy to be in force",
      // The look above ends the wait, so that what was seen becomes a failed check instead of a timeout.
      timeoutMs: Number.MAX_SAFE_INTEGER,
      intervalMs: settleIntervalMs,
      signal,
    },
  );
}
