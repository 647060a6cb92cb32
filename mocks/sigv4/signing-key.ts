import { createHmac } from 'node:crypto';

const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

/**
 * The key that a secret yields for one day, region and service.
 *
 * @param date - In the form YYYYMMDD.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html (Derive a signing key)
 */
export function deriveSigningKey(secretAccessKey: string, date: string, region: string, service: string): Buffer {
  return hmac(hmac(hmac(hmac(`AWS4${secretAccessKey}`, date), region), service), 'aws4_request');
}

/** A client's requests of one day share their key, and deriving it is four of the five HMACs of a verification. */
export class SigningKeyCache {
  readonly #keys = new Map<string, Buffer>();

  get(secretAccessKey: string, date: string, region: string, service: string): Buffer {
    const name = `${date}/${region}/${service}/${secretAccessKey}`;
    const cached = this.#keys.get(name);
    if (cached) return cached;
    // Requests choose date, region and service, so an unbounded cache would grow as they please.
    if (this.#keys.size >= maximumCachedKeys) this.#keys.clear();
    const key = deriveSigningKey(secretAccessKey, date, region, service);
    this.#keys.set(name, key);
    return key;
  }
}

const maximumCachedKeys = 1000;
