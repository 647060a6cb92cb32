import { createHash } from 'node:crypto';

/** What may decide a unit's outcome: plain data only, so that it can be hashed. */
export type Input = string | number | boolean | null | readonly Input[] | { readonly [name: string]: Input };

/** Raised when the layout of cache entries changes; old entries are then simply not found any more. */
const cacheFormat = 1;
const keyLength = 16;

/** A short name for the content that these inputs lead to: equal inputs, equal key, whatever the order of their fields. */
export function contentKey(unitId: string, inputs: Input, keysOfNeeds: readonly string[]): string {
  return createHash('sha256')
    .update(JSON.stringify(canonical([cacheFormat, unitId, inputs, [...keysOfNeeds].sort()])))
    .digest('hex')
    .slice(0, keyLength);
}

function canonical(input: Input): Input {
  if (Array.isArray(input)) return input.map(canonical);
  if (input === null || typeof input !== 'object') return input;
  return Object.fromEntries(
    Object.entries(input)
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([name, value]) => [name, canonical(value)]),
  );
}
