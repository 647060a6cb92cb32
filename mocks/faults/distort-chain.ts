import { randomBytes } from 'node:crypto';
import { encodeTbsCertificate } from '../acm-pca/issuance/tbs-certificate.ts';
import { certificatePem } from '../acm-pca/x509/certificate.ts';
import { encodeSubject } from '../acm-pca/x509/distinguished-name.ts';
import { keyAlgorithm } from '../acm-pca/x509/key-algorithms.ts';
import { signAsync, signingAlgorithm } from '../acm-pca/x509/signing-algorithms.ts';
import { basicConstraints, keyUsage, subjectKeyIdentifier } from '../acm-pca/x509/standard-extensions.ts';
import type { ChainVariant } from '../contract.ts';
import { readPem } from '../der/pem.ts';
import { bitString, sequence } from '../der/writer.ts';

/**
 * A certificate chain as a broken service might return it.
 *
 * @param chain - PEM, issuer first, root last.
 * @returns undefined for a chain that is missing altogether.
 */
export async function distortChain(chain: string, variant: ChainVariant): Promise<string | undefined> {
  const blocks = readPem(chain).map(({ der }) => certificatePem(der));
  if (variant === 'missing') return undefined;
  if (variant === 'empty') return '';
  if (variant === 'withoutRoot') return blocks.slice(0, -1).join('\n');
  if (variant === 'onlyRoot') return blocks.slice(-1).join('\n');
  if (variant === 'reversed') return blocks.reverse().join('\n');
  if (variant === 'rootTwice') return [...blocks, ...blocks.slice(-1)].join('\n');
  return newStrangerRoot();
}

/** A well-formed root that has signed nothing: what a chain of the wrong CA looks like. */
async function newStrangerRoot(): Promise<string> {
  const algorithm = signingAlgorithm('SHA256WITHECDSA');
  const keys = await keyAlgorithm('EC_prime256v1')?.generate();
  if (!algorithm || !keys) throw new Error('P-256 and its signatures are always there.');
  const subject = encodeSubject({ CommonName: 'a root of somebody else' });
  const publicKeyInfo = keys.publicKey.export({ type: 'spki', format: 'der' });
  const toBeSigned = encodeTbsCertificate({
    serial: randomBytes(16),
    signatureIdentifier: algorithm.identifier,
    issuer: subject,
    subject,
    publicKeyInfo,
    notBeforeMs: Date.UTC(2020, 0),
    notAfterMs: Date.UTC(2049, 0),
    extensions: [
      basicConstraints({ isCa: true, critical: true }),
      subjectKeyIdentifier(publicKeyInfo),
      keyUsage({ KeyCertSign: true, CRLSign: true }),
    ],
  });
  const signature = await signAsync(algorithm, keys.privateKey, toBeSigned);
  return certificatePem(sequence(toBeSigned, algorithm.identifier, bitString(signature)));
}
