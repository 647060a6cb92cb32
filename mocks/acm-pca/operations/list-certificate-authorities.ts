import { oneOf, structure } from '../../protocols/shape.ts';
import type { CertificateAuthority } from '../authority/certificate-authority.ts';
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
      .filter((authority) =>
        others ? isSharedWith(authority, accountId) : authority.identity.ownerAccountId === accountId,
      );
    const page = paginate(visible, ({ identity }) => identity.arn, request);
    return {
      CertificateAuthorities: page.entries.map((authority) => describeAuthority(authority, nowMs)),
      NextToken: page.nextToken,
    };
  },
});

/** Whether another account's CA names this account, or somebody in it, in its resource policy. */
function isSharedWith({ identity, policy }: CertificateAuthority, accountId: string): boolean {
  if (identity.ownerAccountId === accountId) return false;
  const names = policy?.document.statements.flatMap(({ principals }) => principals?.names['AWS'] ?? []) ?? [];
  return names.some((name) => name === accountId || name.includes(`::${accountId}:`));
}
