import {
  constants,
  type KeyObject,
  type SignKeyObjectInput,
  sign,
  type VerifyKeyObjectInput,
  type VerifyPublicKeyInput,
  verify,
} from 'node:crypto';
import { explicit, nullValue, objectIdentifier, sequence, smallInteger } from '../../der/writer.ts';
import { signatureOid } from './signature-oids.ts';

export type KeyFamily = 'RSA' | 'EC' | 'ML-DSA';

/** One way to sign, with its wire name in X.509 and its name in node:crypto. */
export interface SigningAlgorithm {
  readonly name: SigningAlgorithmName;
  readonly family: KeyFamily;
  /** The AlgorithmIdentifier, DER. */
  readonly identifier: Buffer;
  /** node:crypto's digest name; null where the algorithm brings its own (ML-DSA). */
  readonly digest: string | null;
  readonly pss?: boolean;
}

/** The algorithms of the service model. SM3WITHSM2 is offered in China regions only and is refused as AWS refuses it elsewhere. */
export const signingAlgorithmNames = [
  'SHA256WITHECDSA',
  'SHA384WITHECDSA',
  'SHA512WITHECDSA',
  'SHA256WITHRSA',
  'SHA384WITHRSA',
  'SHA512WITHRSA',
  'SHA256WITHRSA_PSS',
  'SHA384WITHRSA_PSS',
  'SHA512WITHRSA_PSS',
  'SM3WITHSM2',
  'ML_DSA_44',
  'ML_DSA_65',
  'ML_DSA_87',
] as const;

export type SigningAlgorithmName = (typeof signingAlgorithmNames)[number];

/** @returns undefined for a name of the model that this region does not offer. */
export function signingAlgorithm(name: SigningAlgorithmName): SigningAlgorithm | undefined {
  return algorithms.get(name);
}

export const allSigningAlgorithms = (): Iterable<SigningAlgorithm> => algorithms.values();

/**
 * Signs on libuv's thread pool, so that the next request is read while OpenSSL works. node:crypto is OpenSSL in the
 * process: 3,900 RSA-2048 signatures a second on one thread, where a spawned `openssl x509 -req` manages 38.
 */
export function signAsync(algorithm: SigningAlgorithm, key: KeyObject, data: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    sign(algorithm.digest, data, signingKey(algorithm, key), (error, signature) =>
      error ? reject(error) : resolve(signature),
    );
  });
}

/**
 * @param key - The signer's key, or its SubjectPublicKeyInfo: for a key that is used once, reading it here costs a third less than
 *   making an object of it first.
 * @throws OpenSSL's error where the key cannot be read, or is of another family than the algorithm.
 */
export function verifySignature(
  algorithm: SigningAlgorithm,
  key: KeyObject | Buffer,
  data: Buffer,
  signature: Buffer,
): boolean {
  const input: VerifyKeyObjectInput | VerifyPublicKeyInput = Buffer.isBuffer(key)
    ? { key, format: 'der', type: 'spki' }
    : { key };
  return verify(algorithm.digest, data, algorithm.pss ? { ...input, ...pssPadding } : input, signature);
}

/** A bare key goes straight into OpenSSL; wrapped into options Node inspects it first, which costs 20 µs of the main thread. */
function signingKey(algorithm: SigningAlgorithm, key: KeyObject): KeyObject | SignKeyObjectInput {
  return algorithm.pss ? { key, ...pssPadding } : key;
}

const pssPadding = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST } as const;

/** RFC 4055 section 3.1: hash, MGF1 with the same hash, a salt as long as the hash; trailer field at its default. */
function pssIdentifier(hashOid: string, saltBytes: number): Buffer {
  const hash = sequence(objectIdentifier(hashOid), nullValue);
  const maskGeneration = sequence(objectIdentifier('1.2.840.113549.1.1.8'), hash);
  const parameters = sequence(explicit(0, hash), explicit(1, maskGeneration), explicit(2, smallInteger(saltBytes)));
  return sequence(objectIdentifier(signatureOid.rsaPss), parameters);
}

const rsa = (name: SigningAlgorithmName, dotted: string, digest: string): SigningAlgorithm => ({
  // RFC 4055 section 5: the parameters of PKCS #1 v1.5 signatures are NULL.
  name,
  family: 'RSA',
  digest,
  identifier: sequence(objectIdentifier(dotted), nullValue),
});

const pss = (name: SigningAlgorithmName, hashOid: string, digest: string, saltBytes: number): SigningAlgorithm => ({
  name,
  family: 'RSA',
  digest,
  identifier: pssIdentifier(hashOid, saltBytes),
  pss: true,
});

const withoutParameters = (
  name: SigningAlgorithmName,
  family: KeyFamily,
  dotted: string,
  digest: string | null,
): SigningAlgorithm => ({
  // RFC 5758 section 3.2 (ECDSA) and RFC 9881 section 2 (ML-DSA): the parameters are absent.
  name,
  family,
  digest,
  identifier: sequence(objectIdentifier(dotted)),
});

const algorithms: ReadonlyMap<SigningAlgorithmName, SigningAlgorithm> = new Map(
  [
    rsa('SHA256WITHRSA', signatureOid.rsaSha256, 'sha256'),
    rsa('SHA384WITHRSA', signatureOid.rsaSha384, 'sha384'),
    rsa('SHA512WITHRSA', signatureOid.rsaSha512, 'sha512'),
    pss('SHA256WITHRSA_PSS', '2.16.840.1.101.3.4.2.1', 'sha256', 32),
    pss('SHA384WITHRSA_PSS', '2.16.840.1.101.3.4.2.2', 'sha384', 48),
    pss('SHA512WITHRSA_PSS', '2.16.840.1.101.3.4.2.3', 'sha512', 64),
    withoutParameters('SHA256WITHECDSA', 'EC', signatureOid.ecdsaSha256, 'sha256'),
    withoutParameters('SHA384WITHECDSA', 'EC', signatureOid.ecdsaSha384, 'sha384'),
    withoutParameters('SHA512WITHECDSA', 'EC', signatureOid.ecdsaSha512, 'sha512'),
    withoutParameters('ML_DSA_44', 'ML-DSA', signatureOid.mlDsa44, null),
    withoutParameters('ML_DSA_65', 'ML-DSA', signatureOid.mlDsa65, null),
    withoutParameters('ML_DSA_87', 'ML-DSA', signatureOid.mlDsa87, null),
  ].map((algorithm) => [algorithm.name, algorithm]),
);
