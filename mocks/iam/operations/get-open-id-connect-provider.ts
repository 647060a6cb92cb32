import { required, structure } from '../../protocols/shape.ts';
import { tagsIfAny } from '../describe.ts';
import { arn } from '../shapes.ts';
import { accountOf, iamOperation, providerAccess } from './operation.ts';

/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetOpenIDConnectProvider.html */
export const getOpenIdConnectProvider = iamOperation({
  name: 'GetOpenIDConnectProvider',
  input: structure({ OpenIDConnectProviderArn: required(arn) }),
  access: providerAccess('GetOpenIDConnectProvider'),
  run({ OpenIDConnectProviderArn }, call) {
    const provider = accountOf(call).oidcProvider(OpenIDConnectProviderArn);
    return {
      Url: provider.url,
      ClientIDList: [...provider.clientIds],
      ThumbprintList: provider.thumbprints,
      CreateDate: new Date(provider.createdAtMs),
      Tags: tagsIfAny(provider.tags),
    };
  },
});
