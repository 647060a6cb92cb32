import { generateKeyPairSync } from 'node:crypto';
import type { Asn1Subject } from '../acm-pca/shapes/subject.ts';
import { createCsr } from '../acm-pca/x509/csr.ts';
import { encodeSubject } from '../acm-pca/x509/distinguished-name.ts';
import type { Extension } from '../acm-pca/x509/extension.ts';
import { signingAlgorithm } from '../acm-pca/x509/signing-algorithms.ts';

/** One RSA key for all test requests: what is tested is the certificate, and making keys takes time. */
const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });

/** A certificate request of a workload, as bytes for IssueCertificate. */
export async function newCsr(subject: Asn1Subject, extensions: readonly Extension[] = []): Promise<Buffer> {
  const algorithm = signingAlgorithm('SHA256WITHRSA');
  if (!algorithm) throw new Error('SHA256WITHRSA is always there.');
  return Buffer.from(await createCsr(encodeSubject(subject), { privateKey, publicKey }, algorithm, extensions));
}
