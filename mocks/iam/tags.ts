import { invalidInput, limitExceeded } from './errors.ts';

const maximumTags = 50;

/** @throws InvalidInput for a reserved or repeated key, LimitExceeded above IAM's limit. */
export function addTags(
  target: Map<string, string>,
  tags: readonly { readonly Key: string; readonly Value: string }[],
): void {
  const keys = new Set(tags.map(({ Key }) => Key.toLowerCase()));
  if (keys.size !== tags.length)
    throw invalidInput('Duplicate tag keys found. Please note that Tag keys are case insensitive.');
  if ([...keys].some((key) => key.startsWith('aws:')))
    throw invalidInput('Tag keys that begin with aws: are reserved.');
  if (new Set([...target.keys(), ...tags.map(({ Key }) => Key)]).size > maximumTags) {
    throw limitExceeded(`An entity has at most ${maximumTags} tags.`);
  }
  for (const { Key, Value } of tags) target.set(Key, Value);
}

export function removeTags(target: Map<string, string>, keys: readonly string[]): void {
  for (const key of keys) target.delete(key);
}
