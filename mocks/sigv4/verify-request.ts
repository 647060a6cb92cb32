import { createHmac, hash, timingSafeEqual } from 'node:crypto';
import type { WireRequest } from '../http/wire.ts';
import { type Authorization, algorithm, readAuthorization } from './authorization.ts';
import { type CanonicalStyle, canonicalRequest } from './canonical-request.ts';
import { SignatureFailure } from './signature-failure.ts';
import type { SigningKeyCache } from './signing-key.ts';

/** How far a request's time may be from the server's. */
export const allowedSkewMs = 5 * 60 * 1000;

/** A secret as the server knows it. */
export interface KnownCredentials {
  readonly secretAccessKey: string;
  /** Temporary credentials carry a token that every request repeats. */
  readonly sessionToken: string | undefined;
  readonly expiresAtMs: number | undefined;
}

export interface VerifyOptions<Credentials extends KnownCredentials> {
  readonly nowMs: number;
  readonly service: string;
  readonly style: CanonicalStyle;
  readonly keys: SigningKeyCache;
  findCredentials(accessKeyId: string): Credentials | undefined;
}

export interface VerifiedRequest<Credentials> {
  readonly credentials: Credentials;
  readonly accessKeyId: string;
  readonly region: string;
}

/**
 * Checks an AWS Signature Version 4: who signed, when, and that nothing has been altered since.
 *
 * @throws SignatureFailure, whose kind tells which wire code the refusal gets.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html
 */
export function verifyRequest<Credentials extends KnownCredentials>(
  request: WireRequest,
  options: VerifyOptions<Credentials>,
): VerifiedRequest<Credentials> {
  const claim = readAuthorization(request);
  if (!claim) throw new SignatureFailure('missingAuthentication', 'Missing Authentication Token');
  const credentials = options.findCredentials(claim.accessKeyId);
  if (!credentials || !sameToken(credentials.sessionToken, claim.sessionToken)) {
    throw new SignatureFailure('unknownCredentials', 'The security token included in the request is invalid.');
  }
  checkScope(claim, options.service);
  checkSignedHeaders(claim, request);
  checkTime(claim, options.nowMs);
  const key = options.keys.get(credentials.secretAccessKey, claim.date, claim.region, claim.service);
  if (!signatureMatches(claim, request, key, options.style)) {
    throw new SignatureFailure(
      'signatureMismatch',
      'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method.',
    );
  }
  if (credentials.expiresAtMs !== undefined && credentials.expiresAtMs <= options.nowMs) {
    throw new SignatureFailure('expiredCredentials', 'The security token included in the request is expired');
  }
  return { credentials, accessKeyId: claim.accessKeyId, region: claim.region };
}

function signatureMatches(claim: Authorization, request: WireRequest, key: Buffer, style: CanonicalStyle): boolean {
  const scope = `${claim.date}/${claim.region}/${claim.service}/aws4_request`;
  const digest = hash('sha256', canonicalRequest(request, claim.signedHeaders, style));
  const expected = createHmac('sha256', key).update(`${algorithm}\n${claim.timestamp}\n${scope}\n${digest}`).digest();
  const given = Buffer.from(claim.signature, 'hex');
  return (
    given.length === expected.length && claim.signature.length === 2 * given.length && timingSafeEqual(given, expected)
  );
}

function sameToken(expected: string | undefined, given: string | undefined): boolean {
  const left = Buffer.from(expected ?? '');
  const right = Buffer.from(given ?? '');
  return left.length === right.length && timingSafeEqual(left, right);
}

function checkScope(claim: Authorization, service: string): void {
  if (claim.service !== service) throw mismatch(`Credential should be scoped to correct service: '${service}'.`);
  if (!/^[a-z]{2,4}(-[a-z]+)+-\d$/.test(claim.region)) throw mismatch('Credential should be scoped to a valid region.');
  if (!claim.timestamp.startsWith(claim.date)) {
    throw mismatch(
      `Date in Credential scope does not match YYYYMMDD from the request: '${claim.date}' against '${claim.timestamp}'.`,
    );
  }
}

/** Host and every x-amz header must be signed: otherwise whoever is between could change what the request means. */
function checkSignedHeaders(claim: Authorization, request: WireRequest): void {
  const signed = new Set(claim.signedHeaders);
  const unsigned = Object.keys(request.headers).filter((name) => name.startsWith('x-amz-') && !signed.has(name));
  if (!signed.has('host')) unsigned.push('host');
  if (unsigned.length > 0)
    throw mismatch(`There were headers present in the request which were not signed: ${unsigned.join(', ')}.`);
}

function checkTime(claim: Authorization, nowMs: number): void {
  const match = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/.exec(claim.timestamp);
  const [, year, month, day, hour, minute, second] = match ?? [];
  const signedAtMs = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  if (Number.isNaN(signedAtMs)) {
    throw new SignatureFailure(
      'incompleteSignature',
      `Date must be in ISO-8601 'basic format'. Got '${claim.timestamp}'.`,
    );
  }
  const earliestMs = nowMs - (claim.expiresInSeconds === undefined ? allowedSkewMs : claim.expiresInSeconds * 1000);
  if (signedAtMs < earliestMs) {
    throw mismatch(
      `Signature expired: ${claim.timestamp} is now earlier than ${basicIso(earliestMs)} (${basicIso(nowMs)} - 5 min.)`,
    );
  }
  if (signedAtMs > nowMs + allowedSkewMs) {
    throw mismatch(
      `Signature not yet current: ${claim.timestamp} is still later than ${basicIso(nowMs + allowedSkewMs)} (${basicIso(nowMs)} + 5 min.)`,
    );
  }
}

const basicIso = (epochMs: number): string => new Date(epochMs).toISOString().replace(/[-:]|\.\d{3}/g, '');

const mismatch = (message: string): SignatureFailure => new SignatureFailure('signatureMismatch', message);
