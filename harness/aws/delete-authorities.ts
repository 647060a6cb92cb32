import {
  type ACMPCAClient,
  DeleteCertificateAuthorityCommand,
  DescribeCertificateAuthorityCommand,
  UpdateCertificateAuthorityCommand,
} from '@aws-sdk/client-acm-pca';
import { done, type Look, notYet, pollUntil } from '../wait/poll-until.ts';

/** Shortest restore window that AWS allows, in days. @see https://docs.aws.amazon.com/privateca/latest/APIReference/API_DeleteCertificateAuthority.html */
const restoreWindowDays = 7;
const settleTimeoutMs = 20_000;
const settleIntervalMs = 1_000;

/** Disables and deletes CAs, the last one first: AWS deletes no ACTIVE CA. What is deleted already is passed over. */
export async function deleteAuthorities(
  pca: ACMPCAClient,
  arns: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  for (const arn of arns.toReversed()) await deleteAuthority(pca, arn, signal);
}

/** Disables and deletes one CA. */
export async function deleteAuthority(pca: ACMPCAClient, arn: string, signal: AbortSignal): Promise<void> {
  await pollUntil(() => removal(pca, arn, signal), {
    waitingFor: `${arn} to be deleted`,
    timeoutMs: settleTimeoutMs,
    intervalMs: settleIntervalMs,
    signal,
  });
}

/** One try: what another request was changing meanwhile, such as an import that had just begun, is looked at again. */
async function removal(pca: ACMPCAClient, arn: string, signal: AbortSignal): Promise<Look<void>> {
  const ca = { CertificateAuthorityArn: arn };
  const abort = { abortSignal: signal };
  try {
    const { CertificateAuthority } = await pca.send(new DescribeCertificateAuthorityCommand(ca), abort);
    const status = CertificateAuthority?.Status;
    if (status === 'DELETED') return done(undefined);
    if (status === 'ACTIVE') {
      await pca.send(new UpdateCertificateAuthorityCommand({ ...ca, Status: 'DISABLED' }), abort);
    }
    const PermanentDeletionTimeInDays = restoreWindowDays;
    await pca.send(new DeleteCertificateAuthorityCommand({ ...ca, PermanentDeletionTimeInDays }), abort);
    return done(undefined);
  } catch (error) {
    const { name } = error as Error;
    if (name === 'ResourceNotFoundException') return done(undefined);
    if (name === 'ConcurrentModificationException' || name === 'InvalidStateException') return notYet(name);
    throw error;
  }
}
