import { quoteCommand } from '../../process/quote-command.ts';

/**
 * The command that runs one shard.
 *
 * @param shard - `I/N` and the folder as the engine writes them: variables of its shell stay variables.
 */
export function shardCommand(matrixArguments: readonly string[], shard: { of: string; folder: string }): string {
  const matrix = quoteCommand(['npx', 'pca-e2e', 'matrix', ...matrixArguments]);
  return `${matrix} --shard "${shard.of}" --run-dir "${shard.folder}"`;
}

/** In a container the machine is new each time: the run installs and starts Docker in it. */
export function withBootstrap(matrixArguments: readonly string[]): readonly string[] {
  return matrixArguments.includes('--bootstrap') ? matrixArguments : [...matrixArguments, '--bootstrap'];
}

/** Numbers of all shards, counted from 1. */
export function shardNumbers(shards: number): readonly number[] {
  return Array.from({ length: shards }, (_, index) => index + 1);
}
