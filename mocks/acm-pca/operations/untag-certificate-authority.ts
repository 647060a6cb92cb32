import { requireTaggable, taggingInput } from '../authority/taggable.ts';
import { removeTags } from '../authority/tags.ts';
import { byAuthorityArn, findAuthority, pcaOperation } from './operation.ts';

/** @see https://docs.aws.amazon.com/privateca/latest/APIReference/API_UntagCertificateAuthority.html */
export const untagCertificateAuthority = pcaOperation({
  name: 'UntagCertificateAuthority',
  input: taggingInput,
  access: byAuthorityArn('UntagCertificateAuthority'),
  run(request, call) {
    const authority = findAuthority(request, call);
    requireTaggable(authority, call.nowMs);
    removeTags(authority, request.Tags);
    return {};
  },
});
