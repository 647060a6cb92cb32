import { ACMPCAClient, IssueCertificateCommand } from '@aws-sdk/client-acm-pca';
import type { JournalEntry } from '../../mocks/contract.ts';
import { done, notYet, pollUntil } from '../wait/poll-until.ts';
import type { LiveSetUp } from './live-set-up.ts';
import type { SetUpKind } from './set-up-kind.ts';

/** As many at once as AWS takes in a second. */
const burst = 25;
const contentionTimeoutMs = 60_000;
/** What AWS may answer: the requests hold no real CSR, but are counted all the same. */
const expectedErrors = new Set(['MalformedCSRException', 'ThrottlingException']);

/** What the issuer has asked of AWS since a place in the mock's journal. */
export async function issuerCalls(
  { mock, outputs }: LiveSetUp<SetUpKind>,
  since: number,
): Promise<readonly JournalEntry[]> {
  const role = `:assumed-role/${outputs['iam-role'].roleName}/`;
  return (await mock.journal(since)).filter(({ principalArn }) => principalArn?.includes(role));
}

/**
 * Another program of the account calls IssueCertificate as fast as it can, until AWS has throttled the issuer: the rate
 * is one for the whole account. Without it, whether the issuer meets the rate is up to the machine's speed.
 */
export async function contendForQuota(setUp: LiveSetUp<SetUpKind>, since: number): Promise<void> {
  const { aws, 'ca-hierarchy': hierarchy } = setUp.outputs;
  if (aws.kind !== 'mock') throw new Error('AWS itself is not to be asked for nothing');
  const { region, endpoint, administrator } = aws;
  const client = new ACMPCAClient({ region, endpoint, credentials: administrator, maxAttempts: 1 });
  const ask = () => callInVain(client, hierarchy.issuingCaArn);
  try {
    await pollUntil(
      async () => {
        await Promise.all(Array.from({ length: burst }, ask));
        const throttled = (await issuerCalls(setUp, since)).some(
          ({ errorCode }) => errorCode === 'ThrottlingException',
        );
        return throttled ? done(undefined) : notYet('not yet');
      },
      {
        waitingFor: 'AWS to throttle the issuer',
        timeoutMs: contentionTimeoutMs,
        intervalMs: 0,
        signal: setUp.wait.signal,
      },
    );
  } finally {
    client.destroy();
  }
}

async function callInVain(client: ACMPCAClient, certificateAuthorityArn: string): Promise<void> {
  const command = new IssueCertificateCommand({
    CertificateAuthorityArn: certificateAuthorityArn,
    Csr: Buffer.from('no CSR'),
    SigningAlgorithm: 'SHA256WITHRSA',
    Validity: { Type: 'DAYS', Value: 1 },
  });
  try {
    await client.send(command);
  } catch (error) {
    if (!(error instanceof Error) || !expectedErrors.has(error.name)) throw error;
  }
}
