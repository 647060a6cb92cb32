import { InvalidArgumentError } from 'commander';
import type { Shard } from '../matrix/shard.ts';

/** Reads `I/N`, counted from 1. */
export function shard(text: string): Shard {
  const [, index, count] = /^(\d+)\/(\d+)$/.exec(text) ?? [];
  if (Number(index) >= 1 && Number(index) <= Number(count)) return { index: Number(index), count: Number(count) };
  throw new InvalidArgumentError('expected I/N, such as 1/3');
}
