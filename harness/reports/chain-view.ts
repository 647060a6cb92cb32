import type { ChainEntry } from '../pki/chain-entries.ts';

/** A certificate of a report's chain, and its place in it. */
export interface ChainPlace {
  readonly entry: ChainEntry;
  readonly role: string;
  /** Who signed it, worded to follow its label. */
  readonly signature: string;
  /** False where its signature was looked at and nobody in the chain made it. */
  readonly signed: boolean;
}

export interface ChainView {
  /** From the workload to the root, each once. */
  readonly path: readonly ChainPlace[];
  /** The root that a pod presents once more, where it does. */
  readonly repeated: ChainEntry | undefined;
}

/** Why a pod shows its root twice; the guide calls the second one `cert-ae`. */
export const repetitionExplained =
  'Istio makes its chain file of tls.crt and ca.crt, so the chain ends with the root already; then istiod appends the ' +
  'root to every chain it hands out. The guide expects it. Envoy and Go pass over the repetition; ' +
  'some strict readers, Java among them, refuse such a chain.';

/** Tells what each certificate of a chain is, and who signed it. */
export function viewChain(chain: readonly ChainEntry[]): ChainView {
  const last = chain.at(-1);
  const repeated = last !== undefined && last.sha256 === chain.at(-2)?.sha256 ? last : undefined;
  const path = repeated === undefined ? chain : chain.slice(0, -1);
  return {
    path: path.map((entry, index) => ({ entry, role: roleOf(entry, path[index - 1]), ...signatureOf(entry) })),
    repeated,
  };
}

function roleOf(entry: ChainEntry, below: ChainEntry | undefined): string {
  if (below === undefined && entry.ca !== true) return 'Workload certificate';
  if (entry.subject === entry.issuer) return 'Root CA';
  return below !== undefined && below.ca !== true ? "Istio's CA" : 'Subordinate CA';
}

function signatureOf({ label, issuer, signedBy }: ChainEntry): Pick<ChainPlace, 'signature' | 'signed'> {
  if (signedBy === undefined) return { signature: `issued by ${issuer}`, signed: true };
  if (signedBy === null) return { signature: 'signed by nobody in this chain', signed: false };
  return { signature: signedBy === label ? 'signed by itself' : `signed by ${signedBy}`, signed: true };
}
