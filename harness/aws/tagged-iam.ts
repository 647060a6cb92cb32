import {
  type IAMClient,
  ListOpenIDConnectProvidersCommand,
  ListOpenIDConnectProviderTagsCommand,
  ListPolicyTagsCommand,
  ListRoleTagsCommand,
  paginateListPolicies,
  paginateListRoles,
} from '@aws-sdk/client-iam';
import { iamPath } from './issuer-role.ts';
import { type Maker, makerOf } from './tags.ts';

/** A role, policy or OIDC provider that a run of this project created. */
export interface TaggedEntity extends Maker {
  readonly kind: 'role' | 'policy' | 'oidc-provider';
  readonly arn: string;
  readonly createdAt: Date | undefined;
}

/** Everything in IAM that carries a run's tag. */
export async function taggedIamEntities(iam: IAMClient, signal: AbortSignal): Promise<readonly TaggedEntity[]> {
  return [
    ...(await taggedRoles(iam, signal)),
    ...(await taggedPolicies(iam, signal)),
    ...(await taggedProviders(iam, signal)),
  ];
}

async function taggedRoles(client: IAMClient, signal: AbortSignal): Promise<readonly TaggedEntity[]> {
  const roles = [];
  for await (const page of paginateListRoles({ client }, { PathPrefix: iamPath }, { abortSignal: signal })) {
    roles.push(...(page.Roles ?? []));
  }
  return tagged(roles, 'role', ({ RoleName }) =>
    client.send(new ListRoleTagsCommand({ RoleName }), { abortSignal: signal }),
  );
}

async function taggedPolicies(client: IAMClient, signal: AbortSignal): Promise<readonly TaggedEntity[]> {
  const policies = [];
  const ours = { PathPrefix: iamPath, Scope: 'Local' } as const;
  for await (const page of paginateListPolicies({ client }, ours, { abortSignal: signal })) {
    policies.push(...(page.Policies ?? []));
  }
  return tagged(policies, 'policy', ({ Arn }) =>
    client.send(new ListPolicyTagsCommand({ PolicyArn: Arn }), { abortSignal: signal }),
  );
}

/** Providers have no path; an account has a hundred at most. */
export async function taggedProviders(client: IAMClient, signal: AbortSignal): Promise<readonly TaggedEntity[]> {
  const request = new ListOpenIDConnectProvidersCommand({});
  const { OpenIDConnectProviderList = [] } = await client.send(request, { abortSignal: signal });
  return tagged(OpenIDConnectProviderList, 'oidc-provider', ({ Arn }) =>
    client.send(new ListOpenIDConnectProviderTagsCommand({ OpenIDConnectProviderArn: Arn }), { abortSignal: signal }),
  );
}

interface Listed {
  readonly Arn?: string | undefined;
  readonly CreateDate?: Date | undefined;
}

type Tags = Parameters<typeof makerOf>[0];

async function tagged<T extends Listed>(
  entities: readonly T[],
  kind: TaggedEntity['kind'],
  tagsOf: (entity: T) => Promise<{ readonly Tags?: Tags }>,
): Promise<readonly TaggedEntity[]> {
  const found: TaggedEntity[] = [];
  for (const entity of entities) {
    const maker = makerOf(await unlessGone(tagsOf(entity)));
    if (maker === undefined || entity.Arn === undefined) continue;
    found.push({ kind, arn: entity.Arn, ...maker, createdAt: entity.CreateDate });
  }
  return found;
}

/** Another run may remove what was listed a moment ago. */
async function unlessGone(answer: Promise<{ readonly Tags?: Tags }>): Promise<Tags> {
  try {
    return (await answer).Tags;
  } catch (error) {
    if ((error as Error).name.startsWith('NoSuchEntity')) return undefined;
    throw error;
  }
}
