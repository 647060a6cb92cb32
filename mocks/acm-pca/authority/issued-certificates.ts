import { ByteArchive } from './byte-archive.ts';
import type { Issuance, IssuedCertificate } from './issued-certificate.ts';

/** Everything that one CA has issued, by serial number. */
export class IssuedCertificates {
  readonly #certificates = new Map<string, IssuedCertificate>();
  readonly #archive = new ByteArchive();

  get size(): number {
    return this.#certificates.size;
  }

  all(): Iterable<IssuedCertificate> {
    return this.#certificates.values();
  }

  find(serialHex: string): IssuedCertificate | undefined {
    return this.#certificates.get(serialHex);
  }

  /** @param signed - Resolves to the certificate when its signature is made. */
  add(issuance: Issuance, signed: Promise<Buffer>): void {
    const issued: IssuedCertificate = { ...issuance, content: signed };
    this.#certificates.set(issued.serialHex, issued);
    signed.then(
      (der) => {
        issued.content = this.#archive.store(der);
      },
      // The promise stays, and whoever asks for the certificate meets its failure there.
      () => undefined,
    );
  }

  /** The certificate, DER; waits for its signature if need be. */
  der({ content }: IssuedCertificate): Promise<Buffer> | Buffer {
    return content instanceof Promise ? content : this.#archive.read(content);
  }
}
