import type { Clock } from '../wait/clock.ts';
import { done, notYet, pollUntil } from '../wait/poll-until.ts';
import { WaitTimeoutError } from '../wait/wait-timeout-error.ts';
import { noteRepetition } from './aws-call.ts';

/**
 * What AWS answers as long as its parts do not know yet what was just created, by what is new to them. Any of these may
 * also be meant: they are then what is thrown in the end.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html#troubleshoot_general_eventual-consistency
 */
const answersTo = {
  /** Calls of IAM on a new role, policy or OIDC provider. */
  entity: /^NoSuchEntity/,
  /** CreateRole with a trust policy that names a new role, user or OIDC provider. */
  principal: /^MalformedPolicyDocument.*invalid principal/i,
  /** AssumeRole for a new role. */
  role: /^AccessDenied/,
  /** AssumeRoleWithWebIdentity for a new role, by a new OIDC provider, whose keys AWS must fetch. */
  'web identity': /^(AccessDenied|InvalidIdentityToken|IDPCommunicationError)/,
  /** Calls with the credentials of a new session. */
  session: /^(InvalidClientTokenId|UnrecognizedClient|InvalidAccessKeyId)/,
  /** The same, which a policy allows that was just attached. */
  policy: /^(InvalidClientTokenId|UnrecognizedClient|InvalidAccessKeyId|AccessDenied)/,
  /** Calls of Private CA on a new CA or certificate. */
  authority: /^ResourceNotFound/,
  /** DeleteRole and DeletePolicy after a detachment. */
  detachment: /^DeleteConflict/,
} as const;

export type NewToAws = keyof typeof answersTo;

/** AWS names no bound; reports of tens of seconds are the longest. */
export const propagationTimeoutMs = 60_000;
const propagationIntervalMs = 1_000;

export interface PropagationWait {
  readonly signal: AbortSignal;
  /** @defaultValue {@link propagationTimeoutMs} */
  readonly timeoutMs?: number;
  readonly clock?: Clock;
}

/**
 * Repeats a call as long as its answer may only mean that AWS does not know yet what was just created.
 *
 * @throws AWS's last answer when it still says so in the end; {@link explainAwsError} then says how long it was asked.
 */
export async function whilePropagating<T>(
  what: NewToAws,
  call: () => Promise<T>,
  { timeoutMs = propagationTimeoutMs, ...wait }: PropagationWait,
): Promise<T> {
  let last: unknown;
  try {
    return await pollUntil(
      async () => {
        try {
          return done(await call());
        } catch (error) {
          const { name, message } = error as Error;
          if (!answersTo[what].test(`${name} ${message}`)) throw error;
          last = error;
          return notYet(`${name}: ${message}`);
        }
      },
      { waitingFor: `AWS to know a new ${what}`, timeoutMs, intervalMs: propagationIntervalMs, ...wait },
    );
  } catch (error) {
    if (!(error instanceof WaitTimeoutError)) throw error;
    if (timeoutMs > 0) noteRepetition(last, timeoutMs);
    throw last;
  }
}
