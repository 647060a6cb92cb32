import { requireTaggable, taggingInput } from '../authority/taggable.ts';
import { applyTags } from '../authority/tags.ts';
import { byAuthorityArn, findAuthority, pcaOperation } from './operation.ts';

/** @see https://docs.aws.amazon.com/privateca/latest/APIReference/API_TagCertificateAuthority.html */
export const tagCertificateAuthority = pcaOperation({
  name: 'TagCertificateAuthority',
  input: taggingInput,
  access: byAuthorityArn('TagCertificateAuthority'),
  run(request, call) {
    const authority = findAuthority(request, call);
    requireTaggable(authority, call.nowMs);
    applyTags(authority, request.Tags);
    return {};
  },
});
