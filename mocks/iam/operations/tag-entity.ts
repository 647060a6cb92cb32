import { required, type Shape, structure } from '../../protocols/shape.ts';
import type { AccessRequest, AnyOperation } from '../../services/operation.ts';
import { tagList } from '../describe.ts';
import type { IamState } from '../iam-state.ts';
import { page } from '../pagination.ts';
import { arn, pageMembers, roleName, tagKeys, tags, userName } from '../shapes.ts';
import { addTags, removeTags } from '../tags.ts';
import { accountOf, entityAccess, type IamCall, iamOperation } from './operation.ts';

/** One kind of IAM entity that can be tagged, and how a request names it. */
interface Taggable {
  /** As in the operation names: TagRole, UntagRole, ListRoleTags. */
  readonly kind: string;
  readonly member: string;
  readonly shape: Shape<string>;
  /** The ARN with the entity's own path, which policies may speak of. */
  arnOf(name: string, call: IamCall): string;
  tagsOf(name: string, call: IamCall): Map<string, string>;
}

const role: Taggable = {
  kind: 'Role',
  member: 'RoleName',
  shape: roleName,
  arnOf: (name, call) => accountOf(call).roles.get(name)?.arn ?? `arn:aws:iam::${call.accountId}:role/${name}`,
  tagsOf: (name, call) => accountOf(call).role(name).tags,
};

const user: Taggable = {
  kind: 'User',
  member: 'UserName',
  shape: userName,
  arnOf: (name, call) => accountOf(call).users.get(name)?.arn ?? `arn:aws:iam::${call.accountId}:user/${name}`,
  tagsOf: (name, call) => accountOf(call).user(name).tags,
};

const policy: Taggable = {
  kind: 'Policy',
  member: 'PolicyArn',
  shape: arn,
  arnOf: (name) => name,
  tagsOf: (name, call) => accountOf(call).policy(name).tags,
};

const provider: Taggable = {
  kind: 'OpenIDConnectProvider',
  member: 'OpenIDConnectProviderArn',
  shape: arn,
  arnOf: (name) => name,
  tagsOf: (name, call) => accountOf(call).oidcProvider(name).tags,
};

/** Tag…, Untag… and List…Tags of every entity: four times the same three, so they are made from one description. */
export const tagOperations: readonly AnyOperation<IamState>[] = [role, user, policy, provider].flatMap(operationsOf);

function operationsOf(entity: Taggable): readonly AnyOperation<IamState>[] {
  const { kind, member } = entity;
  // The member's name is data here, so its type is too.
  const named = { [member]: required(entity.shape) };
  const nameIn = (request: object): string => String((request as Record<string, unknown>)[member]);
  const access =
    (action: string) =>
    (request: object, call: IamCall): AccessRequest => {
      call.notes.resourceArn = entity.arnOf(nameIn(request), call);
      return entityAccess(action, call.notes.resourceArn);
    };
  return [
    iamOperation({
      name: `Tag${kind}`,
      input: structure({ ...named, Tags: required(tags) }),
      access: access(`Tag${kind}`),
      run(request, call) {
        addTags(entity.tagsOf(nameIn(request), call), request.Tags);
        return {};
      },
    }),
    iamOperation({
      name: `Untag${kind}`,
      input: structure({ ...named, TagKeys: required(tagKeys) }),
      access: access(`Untag${kind}`),
      run(request, call) {
        removeTags(entity.tagsOf(nameIn(request), call), request.TagKeys);
        return {};
      },
    }),
    iamOperation({
      name: `List${kind}Tags`,
      input: structure({ ...named, ...pageMembers }),
      access: access(`List${kind}Tags`),
      run: (request, call) =>
        page(
          'Tags',
          tagList(entity.tagsOf(nameIn(request), call)),
          ({ Key }) => Key,
          (tag) => tag,
          request as object,
        ),
    }),
  ];
}
