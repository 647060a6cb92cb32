import { list, required, string, structure } from '../../protocols/shape.ts';
import { arn } from '../shapes.ts';
import { accountOf, iamOperation, providerAccess } from './operation.ts';

const clientId = string({ min: 1, max: 255 });

/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_AddClientIDToOpenIDConnectProvider.html */
export const addClientId = iamOperation({
  name: 'AddClientIDToOpenIDConnectProvider',
  input: structure({ OpenIDConnectProviderArn: required(arn), ClientID: required(clientId) }),
  access: providerAccess('AddClientIDToOpenIDConnectProvider'),
  run({ OpenIDConnectProviderArn, ClientID }, call) {
    accountOf(call).oidcProvider(OpenIDConnectProviderArn).clientIds.add(ClientID);
    return {};
  },
});

/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_RemoveClientIDFromOpenIDConnectProvider.html */
export const removeClientId = iamOperation({
  name: 'RemoveClientIDFromOpenIDConnectProvider',
  input: structure({ OpenIDConnectProviderArn: required(arn), ClientID: required(clientId) }),
  access: providerAccess('RemoveClientIDFromOpenIDConnectProvider'),
  run({ OpenIDConnectProviderArn, ClientID }, call) {
    accountOf(call).oidcProvider(OpenIDConnectProviderArn).clientIds.delete(ClientID);
    return {};
  },
});

/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateOpenIDConnectProviderThumbprint.html */
export const updateThumbprints = iamOperation({
  name: 'UpdateOpenIDConnectProviderThumbprint',
  input: structure({
    OpenIDConnectProviderArn: required(arn),
    ThumbprintList: required(list(string({ min: 40, max: 40 }), { max: 5 })),
  }),
  access: providerAccess('UpdateOpenIDConnectProviderThumbprint'),
  run({ OpenIDConnectProviderArn, ThumbprintList }, call) {
    accountOf(call).oidcProvider(OpenIDConnectProviderArn).thumbprints = ThumbprintList;
    return {};
  },
});
