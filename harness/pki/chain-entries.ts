import type { Certificate } from './certificate.ts';
import { labelChain, type PresentMember } from './chain-member.ts';
import { isSignedBy } from './link-rules.ts';

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
  /** URI names, such as the SPIFFE ID of a workload; absent where there are none. */
  readonly identities?: readonly string[];
  /**
   * Label of the first certificate in the chain whose key verifies this one's signature: its own, for a root. Null
   * where none does.
   */
  readonly signedBy?: string | null;
  /** Whether it may sign certificates. */
  readonly ca?: boolean;
  /** How many CAs may follow below it; absent where any number may. */
  readonly pathLength?: number;
  /** For example `RSA 2048`. */
  readonly publicKeyAlgorithm?: string;
}

/** The `chain[]` of `report.json`, in the order of the chain. */
export function chainEntries(certificates: readonly Certificate[]): ChainEntry[] {
  const members = labelChain(certificates);
  return members.map((member) => entryOf(member, members));
}

function entryOf({ label, certificate }: PresentMember, members: readonly PresentMember[]): ChainEntry {
  const { basicConstraints } = certificate;
  const identities = certificate.subjectAlternativeNames.filter(({ type }) => type === 'uri').map(({ value }) => value);
  return {
    label,
    subject: certificate.subject,
    issuer: certificate.issuer,
    serialHex: certificate.serialHex,
    serialDecimal: certificate.serialDecimal,
    notBefore: certificate.notBefore.toISOString(),
    notAfter: certificate.notAfter.toISOString(),
    sha256: certificate.sha256,
    ...(identities.length === 0 ? {} : { identities }),
    signedBy: members.find((signer) => isSignedBy(certificate, signer.certificate))?.label ?? null,
    ca: basicConstraints?.ca === true,
    ...(basicConstraints?.pathLength === undefined ? {} : { pathLength: basicConstraints.pathLength }),
    publicKeyAlgorithm: certificate.publicKeyAlgorithm,
  };
}
