import type { AccessRequest } from './operation.ts';

interface Tag {
  readonly Key: string;
  readonly Value?: string | undefined;
}

/**
 * What IAM has to allow for a call that may set tags: the call itself, and with tags the tagging besides. Both see the tags of the
 * request, which policies may speak of.
 *
 * @param tagAction - `iam:TagRole`.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_tags.html
 */
export function taggingAccess(
  access: AccessRequest,
  tagAction: string,
  tags: readonly Tag[] | undefined,
): readonly AccessRequest[] {
  if (tags === undefined || tags.length === 0) return [access];
  const conditions = {
    ...access.conditions,
    'aws:tagkeys': tags.map(({ Key }) => Key),
    ...Object.fromEntries(tags.map(({ Key, Value }) => [`aws:requesttag/${Key.toLowerCase()}`, Value ?? ''])),
  };
  return [access.action, tagAction].map((action) => ({ ...access, action, conditions }));
}
