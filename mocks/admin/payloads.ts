import type { ClockSetting, ForcedStatus, NewAccount, PublishedIssuer } from '../contract.ts';
import { AdminError } from './admin-error.ts';

/** @throws AdminError when the body is not what {@link PublishedIssuer} describes. */
export function readIssuer(body: Buffer): PublishedIssuer {
  const { issuer, jwks } = readObject(body);
  if (typeof issuer !== 'string' || !URL.canParse(issuer)) throw expected('issuer: the URL that tokens name in iss');
  const keys = isObject(jwks) ? jwks['keys'] : undefined;
  if (!Array.isArray(keys) || !keys.every((key) => isObject(key) && typeof key['kty'] === 'string')) {
    throw expected('jwks: a JSON Web Key Set with public keys');
  }
  if (keys.some((key) => isObject(key) && key['d'] !== undefined))
    throw expected('jwks: public keys only; one of these is private');
  return { issuer, jwks: { keys } };
}

/** Beyond that, certificates could no longer express their dates. */
const largestOffsetMs = 100 * 366 * 24 * 60 * 60 * 1000;

export function readClock(body: Buffer): ClockSetting {
  const { offsetMs } = readObject(body);
  if (typeof offsetMs !== 'number' || !(Math.abs(offsetMs) <= largestOffsetMs)) {
    throw expected('offsetMs: a number of milliseconds, of a century at most');
  }
  return { offsetMs };
}

export function readForcedStatus(body: Buffer): ForcedStatus {
  const { arn, status } = readObject(body);
  if (typeof arn !== 'string') throw expected('arn: that of a certificate authority');
  const known = statuses.find((entry) => entry === status);
  if (known === undefined) throw expected(`status: one of ${statuses.join(', ')}`);
  return { arn, status: known };
}

const statuses = [
  'CREATING',
  'PENDING_CERTIFICATE',
  'ACTIVE',
  'DELETED',
  'DISABLED',
  'EXPIRED',
  'FAILED',
  null,
] as const;

export function readAccount(body: Buffer): NewAccount {
  const { accountId } = readObject(body);
  if (typeof accountId !== 'string' || !/^\d{12}$/.test(accountId)) throw expected('accountId: twelve digits');
  return { accountId };
}

/** @throws AdminError unless the body is a JSON object. */
export function readObject(body: Buffer): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(body.toString('utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) throw expected('a JSON object');
    throw error;
  }
  if (!isObject(value)) throw expected('a JSON object');
  return value;
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export const expected = (what: string): AdminError => new AdminError(400, `Expected ${what}.`);
