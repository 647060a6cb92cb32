import { allSigningAlgorithms, type SigningAlgorithm } from './signing-algorithms.ts';

/** Algorithms that others sign with and AWS reads but does not sign with itself would be added here. */
const byIdentifier: ReadonlyMap<string, SigningAlgorithm> = new Map(
  [...allSigningAlgorithms()].map((algorithm) => [algorithm.identifier.toString('hex'), algorithm]),
);

/**
 * The algorithm that a signature's AlgorithmIdentifier stands for.
 *
 * @returns undefined for one that is unknown, SHA-1 among them.
 */
export function identifySignature(identifier: Buffer): SigningAlgorithm | undefined {
  return byIdentifier.get(identifier.toString('hex'));
}
