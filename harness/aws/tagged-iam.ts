import {
  GetOpenIDConnectProviderCommand,
  type IAMClient,
  ListOpenIDConnectProvidersCommand,
  ListPolicyTagsCommand,
  ListRoleTagsCommand,
  paginateListPolicies,
  paginateListRoles,
} from '@aws-sdk/client-iam';
import { parseArn } from './arn.ts';
import type { IamKind } from './creation.ts';
import { iamPath } from './issuer-role.ts';
import { readTags, type TagReading } from './tag-reading.ts';
import { type ListedTags, type Maker, makerOf } from './tags.ts';

/** A role, policy or OIDC provider that a run of this project created. */
export interface TaggedEntity extends Maker {
  readonly kind: IamKind;
  readonly arn: string;
  readonly createdAt: Date | undefined;
}

/** Everything in IAM that carries a run's tag. @throws As {@link readTags} does, for each kind by itself. */
export async function taggedIamEntities(
  iam: IAMClient,
  signal: AbortSignal,
  reading: (kind: IamKind) => Omit<TagReading, 'signal'> = () => ({}),
): Promise<readonly TaggedEntity[]> {
  const found = await Promise.all(
    (['role', 'policy', 'oidc-provider'] as const).map(async (kind) => {
      const createdAt = new Map(await listed[kind](iam, signal));
      const looked = new Map<string, TaggedTimes>();
      const tagsOf = async (arn: string) => {
        const answer = await entityTags(iam, { kind, arn }, signal);
        looked.set(arn, answer);
        return answer.tags;
      };
      const tags = await readTags([...createdAt.keys()], tagsOf, { ...reading(kind), signal });
      return [...tags].flatMap(([arn, listedTags]): readonly TaggedEntity[] => {
        const maker = makerOf(listedTags);
        if (maker === undefined) return [];
        return [{ kind, arn, ...maker, createdAt: createdAt.get(arn) ?? looked.get(arn)?.createdAt }];
      });
    }),
  );
  return found.flat();
}

type Listed = readonly (readonly [arn: string, createdAt: Date | undefined])[];

const listed: Readonly<Record<IamKind, (iam: IAMClient, signal: AbortSignal) => Promise<Listed>>> = {
  async role(client, signal) {
    const roles = [];
    for await (const page of paginateListRoles({ client }, { PathPrefix: iamPath }, { abortSignal: signal })) {
      roles.push(...(page.Roles ?? []));
    }
    return named(roles);
  },
  async policy(client, signal) {
    const policies = [];
    const ours = { PathPrefix: iamPath, Scope: 'Local' } as const;
    for await (const page of paginateListPolicies({ client }, ours, { abortSignal: signal })) {
      policies.push(...(page.Policies ?? []));
    }
    return named(policies);
  },
  /** Providers have no path; an account has a hundred at most. */
  async 'oidc-provider'(client, signal) {
    const request = new ListOpenIDConnectProvidersCommand({});
    const { OpenIDConnectProviderList = [] } = await client.send(request, { abortSignal: signal });
    return named(OpenIDConnectProviderList);
  },
};

const named = (
  entities: readonly { readonly Arn?: string | undefined; readonly CreateDate?: Date | undefined }[],
): Listed => entities.flatMap(({ Arn, CreateDate }) => (Arn === undefined ? [] : [[Arn, CreateDate] as const]));

interface TaggedTimes {
  readonly tags: ListedTags;
  /** Where the answer says it: the list of providers has no dates. */
  readonly createdAt?: Date | undefined;
}

/** The tags of one role, policy or OIDC provider. */
export async function entityTags(
  iam: IAMClient,
  { kind, arn }: Pick<TaggedEntity, 'kind' | 'arn'>,
  signal: AbortSignal,
): Promise<TaggedTimes> {
  const abort = { abortSignal: signal };
  if (kind === 'oidc-provider') {
    const request = new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: arn });
    const { Tags = [], CreateDate } = await iam.send(request, abort);
    return { tags: Tags, createdAt: CreateDate };
  }
  const { Tags = [] } =
    kind === 'role'
      ? await iam.send(new ListRoleTagsCommand({ RoleName: roleNameOf(arn) }), abort)
      : await iam.send(new ListPolicyTagsCommand({ PolicyArn: arn }), abort);
  return { tags: Tags };
}

/** A role's name, as most calls want it: the last part of its ARN. */
export const roleNameOf = (arn: string): string => parseArn(arn).resource.split('/').at(-1) ?? '';
