import { generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import type { KeyFamily } from './signing-algorithms.ts';

/** The key algorithms of the service model. */
export const keyAlgorithmNames = [
  'RSA_2048',
  'RSA_3072',
  'RSA_4096',
  'EC_prime256v1',
  'EC_secp384r1',
  'EC_secp521r1',
  'ML_DSA_44',
  'ML_DSA_65',
  'ML_DSA_87',
  'SM2',
] as const;

export type KeyAlgorithmName = (typeof keyAlgorithmNames)[number];

export interface KeyPair {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

export interface KeyAlgorithm {
  readonly family: KeyFamily;
  /** Runs on the thread pool: an RSA-4096 key takes up to some seconds. */
  generate(): Promise<KeyPair>;
}

/** @returns undefined for SM2, which AWS offers in its China regions only. */
export function keyAlgorithm(name: KeyAlgorithmName): KeyAlgorithm | undefined {
  return algorithms.get(name);
}

const generate = promisify(generateKeyPair);

const rsa = (modulusLength: number): KeyAlgorithm => ({
  family: 'RSA',
  generate: () => generate('rsa', { modulusLength }),
});
const ec = (namedCurve: string): KeyAlgorithm => ({ family: 'EC', generate: () => generate('ec', { namedCurve }) });
const mlDsa = (type: 'ml-dsa-44' | 'ml-dsa-65' | 'ml-dsa-87'): KeyAlgorithm => ({
  family: 'ML-DSA',
  generate: () => generate(type, {}),
});

const algorithms: ReadonlyMap<KeyAlgorithmName, KeyAlgorithm> = new Map([
  ['RSA_2048', rsa(2048)],
  ['RSA_3072', rsa(3072)],
  ['RSA_4096', rsa(4096)],
  ['EC_prime256v1', ec('P-256')],
  ['EC_secp384r1', ec('P-384')],
  ['EC_secp521r1', ec('P-521')],
  ['ML_DSA_44', mlDsa('ml-dsa-44')],
  ['ML_DSA_65', mlDsa('ml-dsa-65')],
  ['ML_DSA_87', mlDsa('ml-dsa-87')],
]);
