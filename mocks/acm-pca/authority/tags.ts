import { invalidTag, tooManyTags } from '../errors.ts';
import { quotas } from '../settings.ts';
import type { CertificateAuthority } from './certificate-authority.ts';

export interface Tag {
  readonly Key: string;
  readonly Value?: string | undefined;
}

/**
 * Adds tags to a CA; a key that is there already gets the new value.
 *
 * @throws InvalidTagException for a reserved or repeated key, TooManyTagsException above AWS's limit.
 */
export function applyTags(authority: CertificateAuthority, tags: readonly Tag[]): void {
  const keys = new Set(tags.map(({ Key }) => Key));
  if (keys.size !== tags.length) throw invalidTag('The same tag key is given more than once.');
  if ([...keys].some((key) => /^aws:/i.test(key))) throw invalidTag('Tag keys that begin with aws: are reserved.');
  const total = new Set([...authority.tags.keys(), ...keys]).size;
  if (total > quotas.tagsPerAuthority) {
    throw tooManyTags(`A certificate authority has at most ${quotas.tagsPerAuthority} tags.`);
  }
  for (const { Key, Value } of tags) authority.tags.set(Key, Value ?? '');
}

/** Removes tags; one that is given with a value goes only if it has that value. */
export function removeTags(authority: CertificateAuthority, tags: readonly Tag[]): void {
  for (const { Key, Value } of tags) {
    if (Value === undefined || authority.tags.get(Key) === Value) authority.tags.delete(Key);
  }
}
