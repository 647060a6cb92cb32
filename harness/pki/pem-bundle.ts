import { type Certificate, readCertificate } from './certificate.ts';
import { scanPem } from './pem.ts';
import { UnreadableCertificateError } from './unreadable-certificate-error.ts';

/** One block of a bundle: its certificate, or why it could not be read. */
export type BundleEntry = { readonly certificate: Certificate } | { readonly error: UnreadableCertificateError };

export interface BundleReading {
  readonly entries: readonly BundleEntry[];
  /** What is wrong with the text around its blocks; an empty text is one such problem. */
  readonly errors: readonly UnreadableCertificateError[];
}

/**
 * Reads every certificate of a PEM text, in its order.
 * @param what names the text in errors, for example `the chain of productpage`.
 * @throws {UnreadableCertificateError} on the first thing that is not a PEM certificate, and on a text with none.
 */
export function parsePemBundle(text: string, what = 'the PEM text'): Certificate[] {
  const { entries, errors } = readPemBundle(text, what);
  const certificates = entries.map((entry) => {
    if ('error' in entry) throw entry.error;
    return entry.certificate;
  });
  const [error] = errors;
  if (error !== undefined) throw error;
  return certificates;
}

/** As `parsePemBundle`, but tells of everything that is wrong instead of throwing: what can be read, is. */
export function readPemBundle(text: string, what = 'the PEM text'): BundleReading {
  const { blocks, problems } = scanPem(text);
  const errors = problems.map((problem) => new UnreadableCertificateError(`${what}, ${problem}`));
  if (blocks.length === 0 && errors.length === 0) {
    errors.push(new UnreadableCertificateError(`${what}: expected PEM certificates, got an empty text`));
  }
  const entries = blocks.map((block, index): BundleEntry => {
    const where = `${what}, block ${index + 1} (line ${block.line})`;
    if ('problem' in block) return { error: new UnreadableCertificateError(`${where}: ${block.problem}`) };
    try {
      return { certificate: readCertificate(block.der) };
    } catch (cause) {
      const got = `${block.der.length} bytes that are none (${cause instanceof Error ? cause.message : cause})`;
      return { error: new UnreadableCertificateError(`${where}: expected a DER certificate, got ${got}`, cause) };
    }
  });
  return { entries, errors };
}
