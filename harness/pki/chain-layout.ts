import { UsageError } from '../errors/harness-error.ts';
import { type ChainMember, chainLabel } from './chain-member.ts';
import { type BundleReading, readPemBundle } from './pem-bundle.ts';

/** Leaf, Istio's CA, and the root a second time: what a workload chain holds besides the CAs in AWS. */
const certificatesBesideAws = 3;

/** How many certificates a pod presents with `awsCaCount` CAs in AWS: the guide's 5 for its root and subordinate. */
export function workloadChainLength(awsCaCount: number): number {
  return awsCaCount + certificatesBesideAws;
}

/** A workload chain with every place that it should have, filled or not. Places are counted from the leaf. */
export interface ChainLayout {
  /** As many as expected, whatever was found. */
  readonly members: readonly ChainMember[];
  /** The certification path: all but the repeated root. */
  readonly path: readonly ChainMember[];
  readonly leaf: ChainMember | undefined;
  /** The CA that istiod signs with. */
  readonly istioCa: ChainMember | undefined;
  /** AWS's CAs between Istio's and the root, the issuer of Istio's first. */
  readonly subordinates: readonly ChainMember[];
  readonly root: ChainMember | undefined;
  readonly rootAgain: ChainMember | undefined;
  readonly reading: BundleReading;
}

/**
 * Lays a chain out over the places it should have, so that a short or broken chain can still be judged place by place.
 * @throws {UsageError} where no workload chain has that many certificates.
 */
export function layOutChain(chainPem: string, certificateCount: number): ChainLayout {
  const least = workloadChainLength(1);
  if (!Number.isInteger(certificateCount) || certificateCount < least) {
    throw new UsageError(`a workload chain has ${least} certificates or more, got ${certificateCount}`, {
      remedy: 'Give the number of CAs in AWS plus 3.',
    });
  }
  const reading = readPemBundle(chainPem, 'the chain');
  const members = Array.from({ length: certificateCount }, (_, index) => memberAt(reading, index));
  const path = members.slice(0, -1);
  return {
    members,
    path,
    leaf: path[0],
    istioCa: path[1],
    subordinates: path.slice(2, -1),
    root: path.at(-1),
    rootAgain: members.at(-1),
    reading,
  };
}

function memberAt({ entries }: BundleReading, index: number): ChainMember {
  const label = chainLabel(index);
  const entry = entries[index];
  if (entry === undefined) return { label, problem: `is missing: the chain ends after ${entries.length}` };
  if ('error' in entry) return { label, problem: `is unreadable: ${entry.error.message}` };
  return { label, certificate: entry.certificate };
}
