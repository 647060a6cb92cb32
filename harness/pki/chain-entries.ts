import type { Certificate } from './certificate.ts';
import { chainLabel } from './chain-member.ts';

/** One certificate of the chain, as `report.json` has it in `chain[]`. */
export interface ChainEntry {
  /** aa, ab, …: the suffix of its file in the run folder and in the guide. */
  readonly label: string;
  readonly subject: string;
  readonly issuer: string;
  readonly serialHex: string;
  readonly serialDecimal: string;
  /** ISO 8601, UTC. */
  readonly notBefore: string;
  /** ISO 8601, UTC. */
  readonly notAfter: string;
  /** 64 lower-case hex digits. */
  readonly sha256: string;
}

/** The `chain[]` of `report.json`, in the order of the chain. */
export function chainEntries(certificates: readonly Certificate[]): ChainEntry[] {
  return certificates.map((certificate, index) => ({
    label: chainLabel(index),
    subject: certificate.subject,
    issuer: certificate.issuer,
    serialHex: certificate.serialHex,
    serialDecimal: certificate.serialDecimal,
    notBefore: certificate.notBefore.toISOString(),
    notAfter: certificate.notAfter.toISOString(),
    sha256: certificate.sha256,
  }));
}
