import { authoritiesPath, type Journal, journalPath, type KnownAuthorities } from '../../../mocks/contract.ts';
import type { AnsweredRequest, AwsEvidence, AwsProbe } from '../aws-evidence.ts';
import type { Reader } from './reader.ts';

export interface AwsAccess {
  /** Admin port of the mocked AWS. */
  readonly adminEndpoint: string | undefined;
  /** Where AWS is reached from this machine. */
  readonly endpoint: string | undefined;
  /** Whether something has failed that AWS might answer by now. */
  readonly probe: boolean;
  readonly since: Date | undefined;
  readonly signal: AbortSignal;
}

const requestTimeoutMs = 5_000;

/** What AWS says of itself: its CAs, the requests it answered, and whether it answers now. */
export async function awsEvidence(access: AwsAccess, reader: Reader): Promise<AwsEvidence | null> {
  const { adminEndpoint, endpoint, signal, since } = access;
  if (adminEndpoint === undefined && endpoint === undefined) return null;
  const read = <T>(source: string, path: string): Promise<T | undefined> | undefined =>
    adminEndpoint === undefined
      ? undefined
      : reader.try(source, undefined, () => getJson<T>(new URL(path, adminEndpoint), signal));
  const [known, journal, probes] = await Promise.all([
    read<KnownAuthorities>("AWS's certificate authorities", authoritiesPath),
    read<Journal>("AWS's journal", journalPath),
    endpoint === undefined || !access.probe
      ? []
      : Promise.all(probedOperations.map((operation) => probe(endpoint, operation, signal))),
  ]);
  return {
    authorities: (known?.authorities ?? []).map(({ arn, status, certificates }) => ({ arn, status, certificates })),
    journal: (journal?.entries ?? [])
      .filter(({ time }) => since === undefined || new Date(time) >= since)
      .map(answeredRequest),
    probes,
  };
}

const limited = (signal: AbortSignal) => AbortSignal.any([signal, AbortSignal.timeout(requestTimeoutMs)]);

async function getJson<T>(url: URL, signal: AbortSignal): Promise<T> {
  const response = await fetch(url, { signal: limited(signal) });
  if (!response.ok) throw new Error(`${url.pathname} answered ${response.status}`);
  return (await response.json()) as T;
}

/** Which fault the mock was told to commit is left out: a diagnosis works from what AWS itself would show. */
function answeredRequest(entry: Journal['entries'][number]): AnsweredRequest {
  const { time, service, operation, principalArn, status, errorCode, resourceArn } = entry;
  const { idempotencyToken, issuedSerialHex } = entry;
  return {
    at: time,
    service,
    operation,
    principalArn,
    status,
    errorCode,
    resourceArn,
    idempotencyToken,
    issuedSerialHex,
  };
}

/** What the issuer calls of AWS Private CA. */
const probedOperations = ['DescribeCertificateAuthority', 'IssueCertificate', 'GetCertificate'] as const;

async function probe(endpoint: string, operation: string, signal: AbortSignal): Promise<AwsProbe> {
  try {
    const response = await fetch(endpoint, {
      method: 'POST',
      headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': `ACMPrivateCA.${operation}` },
      body: '{}',
      signal: limited(signal),
    });
    const body = await response.text();
    const code = /"__type":\s*"([^"]+)"/.exec(body)?.[1] ?? '';
    return { operation, answers: response.status < 500, detail: [response.status, code].filter(Boolean).join(' ') };
  } catch (error) {
    signal.throwIfAborted();
    const { cause, message } = error as Error;
    return { operation, answers: false, detail: cause instanceof Error ? cause.message : message };
  }
}
