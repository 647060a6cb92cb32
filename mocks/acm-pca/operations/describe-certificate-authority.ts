import { describeAuthority } from '../authority/describe-authority.ts';
import { authorityOnly } from '../shapes/common.ts';
import { byAuthorityArn, findAuthority, pcaOperation } from './operation.ts';

/** @see https://docs.aws.amazon.com/privateca/latest/APIReference/API_DescribeCertificateAuthority.html */
export const describeCertificateAuthority = pcaOperation({
  name: 'DescribeCertificateAuthority',
  input: authorityOnly,
  access: byAuthorityArn('DescribeCertificateAuthority'),
  run: (request, call) => ({ CertificateAuthority: describeAuthority(findAuthority(request, call), call.nowMs) }),
});
