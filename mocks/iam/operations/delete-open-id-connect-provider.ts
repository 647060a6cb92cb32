import { required, structure } from '../../protocols/shape.ts';
import { arn } from '../shapes.ts';
import { accountOf, iamOperation, providerAccess } from './operation.ts';

/** Deleting a provider that is not there succeeds: https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteOpenIDConnectProvider.html */
export const deleteOpenIdConnectProvider = iamOperation({
  name: 'DeleteOpenIDConnectProvider',
  input: structure({ OpenIDConnectProviderArn: required(arn) }),
  access: providerAccess('DeleteOpenIDConnectProvider'),
  run({ OpenIDConnectProviderArn }, call) {
    accountOf(call).oidcProviders.delete(OpenIDConnectProviderArn);
    return {};
  },
});
