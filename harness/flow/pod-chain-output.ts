import type { ChainEntry } from '../pki/chain-entries.ts';

/** The chain that a workload's proxy presents, as it was read. */
export interface PodChain {
  readonly pem: string;
  readonly entries: readonly ChainEntry[];
}
