import { structure } from '../../protocols/shape.ts';
import { accountOf, entityAccess, iamOperation } from './operation.ts';

/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListOpenIDConnectProviders.html */
export const listOpenIdConnectProviders = iamOperation({
  name: 'ListOpenIDConnectProviders',
  input: structure({}),
  access: () => entityAccess('ListOpenIDConnectProviders', '*'),
  run(_request, call) {
    const account = accountOf(call);
    return {
      OpenIDConnectProviderList: account.known(account.oidcProviders.values()).map(({ arn: Arn }) => ({ Arn })),
    };
  },
});
