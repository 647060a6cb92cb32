import { createHash } from 'node:crypto';
import type { JournalEntry } from '../../mocks/contract.ts';
import type { CertificateRequest } from '../kubernetes/certificate-requests.ts';
import { done, notYet, pollUntil } from '../wait/poll-until.ts';
import type { LiveSetUp } from './live-set-up.ts';
import type { SetUpKind } from './set-up-kind.ts';

const tokenLength = 36;

/**
 * The IssueCertificate calls for a request, answered or not, oldest first. The issuer's idempotency token is a hash of the
 * request's name, so a second call for the same request is known as one.
 *
 * @see https://github.com/cert-manager/aws-privateca-issuer/blob/v1.11.0/pkg/aws/pca.go (idempotencyToken)
 */
export async function issueCallsFor(
  { mock }: LiveSetUp<SetUpKind>,
  { metadata }: CertificateRequest,
): Promise<readonly JournalEntry[]> {
  const hash = createHash('sha256').update(`${metadata?.namespace}/${metadata?.name}`).digest('hex');
  const token = hash.slice(0, tokenLength);
  const journal = await mock.journal();
  return journal.filter(
    ({ operation, idempotencyToken }) => operation === 'IssueCertificate' && idempotencyToken === token,
  );
}

/** How many certificates AWS has issued for a request: one, however often it was asked. */
export async function issuedFor(setUp: LiveSetUp<SetUpKind>, request: CertificateRequest): Promise<number> {
  const calls = await issueCallsFor(setUp, request);
  return calls.filter(({ issuedSerialHex }) => issuedSerialHex !== null).length;
}

/**
 * A journal's entries without IssueCertificate calls for what AWS has issued already. The issuer's controller asks again,
 * with the same idempotency token, when it looks at its request before its cache has the ARN that it noted there, and AWS
 * answers with that ARN once more: seen on a busy machine. It is no second certificate, and no retry of a refused call.
 *
 * @see https://docs.aws.amazon.com/privateca/latest/APIReference/API_IssueCertificate.html (IdempotencyToken)
 */
export function withoutRepeats(entries: readonly JournalEntry[]): readonly JournalEntry[] {
  const issued = new Set<string>();
  return entries.filter(({ operation, idempotencyToken, issuedSerialHex }) => {
    if (operation !== 'IssueCertificate' || idempotencyToken === null) return true;
    if (issuedSerialHex === null) return !issued.has(idempotencyToken);
    issued.add(idempotencyToken);
    return true;
  });
}

const strikeTimeoutMs = 30_000;

/** Waits until the fault of that name has struck. The request may be under way still. */
export async function untilStruck({ mock, wait }: LiveSetUp<SetUpKind>, name: string): Promise<void> {
  await pollUntil(
    async () => {
      const fired = (await mock.faults()).find(({ rule }) => rule.name === name)?.fired ?? 0;
      return fired > 0 ? done(undefined) : notYet('it has not struck');
    },
    { waitingFor: `the fault "${name}" to strike`, timeoutMs: strikeTimeoutMs, intervalMs: 50, signal: wait.signal },
  );
}
