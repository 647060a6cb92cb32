import type { WireRequest } from '../http/wire.ts';
import { SignatureFailure } from './signature-failure.ts';

export const algorithm = 'AWS4-HMAC-SHA256';

/** What a signed request claims about itself. */
export interface Authorization {
  readonly accessKeyId: string;
  /** YYYYMMDD */
  readonly date: string;
  readonly region: string;
  readonly service: string;
  /** Lower case, in the order of the claim. */
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  /** YYYYMMDD'T'HHMMSS'Z' */
  readonly timestamp: string;
  readonly sessionToken: string | undefined;
  /** How long a presigned URL is valid, in seconds; undefined when the claim came in a header. */
  readonly expiresInSeconds: number | undefined;
}

/**
 * Reads the signature from the Authorization header, or from the query string of a presigned URL.
 *
 * @returns undefined when the request is not signed at all.
 * @throws SignatureFailure when the claim lacks a part.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-authentication-methods.html
 */
export function readAuthorization(request: WireRequest): Authorization | undefined {
  const header = request.headers['authorization'];
  if (header !== undefined) return fromHeader(header, request);
  const query = new URLSearchParams(request.query);
  return query.has('X-Amz-Signature') ? fromQuery(query) : undefined;
}

function fromHeader(header: string, request: WireRequest): Authorization {
  if (!header.startsWith(`${algorithm} `)) throw incomplete(`The Authorization header must begin with ${algorithm}.`);
  const parts = new Map(
    header
      .slice(algorithm.length)
      .split(',')
      .map((part): [string, string] => {
        const [name = '', ...value] = part.trim().split('=');
        return [name, value.join('=')];
      }),
  );
  return {
    ...readCredential(demand(parts.get('Credential'), 'Credential')),
    signedHeaders: demand(parts.get('SignedHeaders'), 'SignedHeaders').split(';'),
    signature: demand(parts.get('Signature'), 'Signature'),
    timestamp: demand(request.headers['x-amz-date'] ?? fromHttpDate(request.headers['date']), 'X-Amz-Date or Date'),
    sessionToken: request.headers['x-amz-security-token'],
    expiresInSeconds: undefined,
  };
}

function fromQuery(query: URLSearchParams): Authorization {
  if (query.get('X-Amz-Algorithm') !== algorithm) throw incomplete(`X-Amz-Algorithm must be ${algorithm}.`);
  const expires = Number(query.get('X-Amz-Expires') ?? 300);
  if (!Number.isInteger(expires) || expires < 0 || expires > 604_800) {
    throw incomplete('X-Amz-Expires must be between 0 and 604800 seconds.');
  }
  return {
    ...readCredential(demand(query.get('X-Amz-Credential'), 'X-Amz-Credential')),
    signedHeaders: demand(query.get('X-Amz-SignedHeaders'), 'X-Amz-SignedHeaders').split(';'),
    signature: demand(query.get('X-Amz-Signature'), 'X-Amz-Signature'),
    timestamp: demand(query.get('X-Amz-Date'), 'X-Amz-Date'),
    sessionToken: query.get('X-Amz-Security-Token') ?? undefined,
    expiresInSeconds: expires,
  };
}

function readCredential(credential: string): Pick<Authorization, 'accessKeyId' | 'date' | 'region' | 'service'> {
  const [accessKeyId, date, region, service, terminator, ...rest] = credential.split('/');
  if (!accessKeyId || !date || !region || !service || terminator !== 'aws4_request' || rest.length > 0) {
    throw incomplete('Credential must be a key id followed by a scope of date, region, service and aws4_request.');
  }
  return { accessKeyId, date, region, service };
}

function fromHttpDate(date: string | undefined): string | undefined {
  const epochMs = date === undefined ? Number.NaN : Date.parse(date);
  return Number.isNaN(epochMs) ? undefined : new Date(epochMs).toISOString().replace(/[-:]|\.\d{3}/g, '');
}

function demand(value: string | undefined | null, name: string): string {
  if (value) return value;
  throw incomplete(`The signature of the request lacks ${name}.`);
}

const incomplete = (message: string): SignatureFailure => new SignatureFailure('incompleteSignature', message);
