import type { Check } from './check.ts';
import { checkWorkloadChain, type WorkloadChainInput } from './workload-chain.ts';

/** Ways for the tests of this folder to look at checks. */

export const idsOf = (checks: readonly Check[]): string[] => checks.map(({ id }) => id);

export const passedOf = (checks: readonly Check[]): Check[] => checks.filter(({ outcome }) => outcome === 'passed');

export const failedIds = (input: WorkloadChainInput): string[] =>
  idsOf(checkWorkloadChain(input).filter(({ outcome }) => outcome === 'failed'));

export const observed = (input: WorkloadChainInput, id: string): string | undefined =>
  checkWorkloadChain(input).find((check) => check.id === id)?.observed;
