import { newCsr } from '../testing/requests.ts';
import type { PcaClient } from './pca-client.ts';

/** An RSA-2048 root that is ACTIVE, made by calls that every server under test answers. @returns its ARN */
export async function prepareAuthority(client: PcaClient): Promise<string> {
  const created = await client.call('CreateCertificateAuthority', {
    CertificateAuthorityType: 'ROOT',
    CertificateAuthorityConfiguration: {
      KeyAlgorithm: 'RSA_2048',
      SigningAlgorithm: 'SHA256WITHRSA',
      Subject: { CommonName: 'bench' },
    },
  });
  const arn = String(created['CertificateAuthorityArn']);
  const csr = await csrWhenReady(client, arn);
  const root = 'arn:aws:acm-pca:::template/RootCACertificate/V1';
  const own = await issuePair(client, arn, Buffer.from(csr), {
    TemplateArn: root,
    Validity: { Type: 'DAYS', Value: 3650 },
  });
  await client.call('ImportCertificateAuthorityCertificate', {
    CertificateAuthorityArn: arn,
    Certificate: Buffer.from(own).toString('base64'),
  });
  return arn;
}

async function csrWhenReady(client: PcaClient, arn: string): Promise<string> {
  const deadlineMs = performance.now() + 30_000;
  for (;;) {
    try {
      return String((await client.call('GetCertificateAuthorityCsr', { CertificateAuthorityArn: arn }))['Csr']);
    } catch (error) {
      const inProgress = error instanceof Error && error.message.includes('RequestInProgressException');
      if (!inProgress || performance.now() > deadlineMs) throw error;
    }
  }
}

/** One IssueCertificate and the GetCertificate for it. @returns the certificate, PEM */
export async function issuePair(client: PcaClient, arn: string, csr: Buffer, more: object = {}): Promise<string> {
  const issued = await client.call('IssueCertificate', {
    CertificateAuthorityArn: arn,
    Csr: csr.toString('base64'),
    SigningAlgorithm: 'SHA256WITHRSA',
    Validity: { Type: 'DAYS', Value: 30 },
    ...more,
  });
  const { CertificateArn } = issued;
  const got = await client.call('GetCertificate', { CertificateAuthorityArn: arn, CertificateArn });
  return String(got['Certificate']);
}

export interface Measurement {
  readonly pairsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly pairs: number;
}

/** Issues pairs for a while, `concurrency` at once. */
export async function measure(
  client: PcaClient,
  arn: string,
  concurrency: number,
  seconds: number,
): Promise<Measurement> {
  const csr = await newCsr({ CommonName: 'bench' });
  const durations: number[] = [];
  const startedAt = performance.now();
  const endsAt = startedAt + seconds * 1000;
  const worker = async (): Promise<void> => {
    while (performance.now() < endsAt) {
      const pairStartedAt = performance.now();
      await issuePair(client, arn, csr);
      durations.push(performance.now() - pairStartedAt);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  const elapsedSeconds = (performance.now() - startedAt) / 1000;
  durations.sort((left, right) => left - right);
  const quantile = (share: number) => Math.round((durations[Math.floor(durations.length * share)] ?? 0) * 100) / 100;
  return {
    pairsPerSecond: Math.round((durations.length / elapsedSeconds) * 10) / 10,
    p50Ms: quantile(0.5),
    p99Ms: quantile(0.99),
    pairs: durations.length,
  };
}
