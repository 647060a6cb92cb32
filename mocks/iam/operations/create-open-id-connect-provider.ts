import { list, required, string, structure } from '../../protocols/shape.ts';
import { taggingAccess } from '../../services/tagging-access.ts';
import { tagsIfAny } from '../describe.ts';
import type { OidcProvider } from '../entities.ts';
import { entityAlreadyExists, invalidInput } from '../errors.ts';
import { tags } from '../shapes.ts';
import { addTags } from '../tags.ts';
import { accountOf, entityAccess, iamOperation } from './operation.ts';

/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateOpenIDConnectProvider.html */
export const createOpenIdConnectProvider = iamOperation({
  name: 'CreateOpenIDConnectProvider',
  input: structure({
    Url: required(string({ min: 1, max: 255 })),
    ClientIDList: list(string({ min: 1, max: 255 }), { max: 100 }),
    ThumbprintList: list(string({ min: 40, max: 40 }), { max: 5 }),
    Tags: tags,
  }),
  access: ({ Url, Tags }, call) => {
    call.notes.resourceArn = providerArn(call.accountId, Url);
    const create = entityAccess('CreateOpenIDConnectProvider', call.notes.resourceArn);
    return taggingAccess(create, 'iam:TagOpenIDConnectProvider', Tags);
  },
  run(request, call) {
    const account = accountOf(call);
    const url = URL.parse(request.Url);
    if (url?.protocol !== 'https:' || url.search !== '' || url.hash !== '') {
      throw invalidInput('Invalid Open ID Connect Provider URL: it must begin with https:// and have no query.');
    }
    const arn = providerArn(account.id, request.Url);
    if (account.oidcProviders.has(arn)) throw entityAlreadyExists(`Provider with url ${request.Url} already exists.`);
    const provider: OidcProvider = {
      arn,
      url: withoutScheme(request.Url),
      createdAtMs: call.nowMs,
      tags: new Map(),
      clientIds: new Set(request.ClientIDList ?? []),
      thumbprints: request.ThumbprintList ?? [],
    };
    addTags(provider.tags, request.Tags ?? []);
    account.oidcProviders.set(arn, provider);
    account.propagation.begin(provider);
    return { OpenIDConnectProviderArn: arn, Tags: tagsIfAny(provider.tags) };
  },
});

const withoutScheme = (url: string): string => url.replace(/^https:\/\//, '').replace(/\/$/, '');

const providerArn = (accountId: string, url: string): string =>
  `arn:aws:iam::${accountId}:oidc-provider/${withoutScheme(url)}`;
