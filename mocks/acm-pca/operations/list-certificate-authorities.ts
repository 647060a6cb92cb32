import { oneOf, structure } from '../../protocols/shape.ts';
import { describeAuthority } from '../authority/describe-authority.ts';
import { paginate } from '../pagination.ts';
import { maxResultsShape, nextTokenShape } from '../shapes/common.ts';
import { pcaOperation } from './operation.ts';

/** @see https://docs.aws.amazon.com/privateca/latest/APIReference/API_ListCertificateAuthorities.html */
export const listCertificateAuthorities = pcaOperation({
  name: 'ListCertificateAuthorities',
  input: structure({
    MaxResults: maxResultsShape,
    NextToken: nextTokenShape,
    ResourceOwner: oneOf(['SELF', 'OTHER_ACCOUNTS']),
  }),
  access: () => ({ action: 'acm-pca:ListCertificateAuthorities', resourceArn: '*' }),
  run(request, { state, accountId, region, nowMs }) {
    const others = request.ResourceOwner === 'OTHER_ACCOUNTS';
    const visible = state.authorities
      .list(region, nowMs)
      .filter(({ identity, policy }) =>
        others
          ? identity.ownerAccountId !== accountId && policy?.text.includes(accountId)
          : identity.ownerAccountId === accountId,
      );
    const page = paginate(visible, ({ identity }) => identity.arn, request);
    return {
      CertificateAuthorities: page.entries.map((authority) => describeAuthority(authority, nowMs)),
      NextToken: page.nextToken,
    };
  },
});
