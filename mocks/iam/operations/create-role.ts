import { required, structure } from '../../protocols/shape.ts';
import { taggingAccess } from '../../services/tagging-access.ts';
import type { Account } from '../account.ts';
import { describeRole } from '../describe.ts';
import type { Role, StoredPolicy } from '../entities.ts';
import { entityAlreadyExists, malformedPolicyDocument } from '../errors.ts';
import { newId } from '../identifiers.ts';
import { arn, description, maxSessionSeconds, pathShape, policyDocument, roleName, tags } from '../shapes.ts';
import { storePolicy } from '../store-policy.ts';
import { addTags } from '../tags.ts';
import { accountOf, entityAccess, iamOperation } from './operation.ts';

/** How long a session of a role lasts at most when its creator does not say. */
const defaultMaxSessionSeconds = 3600;

/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html */
export const createRole = iamOperation({
  name: 'CreateRole',
  input: structure({
    Path: pathShape,
    RoleName: required(roleName),
    AssumeRolePolicyDocument: required(policyDocument),
    Description: description,
    MaxSessionDuration: maxSessionSeconds,
    PermissionsBoundary: arn,
    Tags: tags,
  }),
  access: ({ Path, RoleName, Tags }, call) => {
    call.notes.resourceArn = `arn:aws:iam::${call.accountId}:role${Path ?? '/'}${RoleName}`;
    return taggingAccess(entityAccess('CreateRole', call.notes.resourceArn), 'iam:TagRole', Tags);
  },
  run(request, call) {
    const account = accountOf(call);
    if (account.roles.has(request.RoleName))
      throw entityAlreadyExists(`Role with name ${request.RoleName} already exists.`);
    if (request.PermissionsBoundary !== undefined) account.policy(request.PermissionsBoundary);
    const path = request.Path ?? '/';
    const role: Role = {
      arn: `arn:aws:iam::${account.id}:role${path}${request.RoleName}`,
      id: newId('AROA'),
      name: request.RoleName,
      path,
      createdAtMs: call.nowMs,
      tags: new Map(),
      inlinePolicies: new Map(),
      attachedPolicyArns: new Set(),
      boundaryArn: request.PermissionsBoundary,
      description: request.Description,
      maxSessionSeconds: request.MaxSessionDuration ?? defaultMaxSessionSeconds,
      trust: knownPrincipals(account, storePolicy(request.AssumeRolePolicyDocument, 'trust')),
    };
    addTags(role.tags, request.Tags ?? []);
    account.roles.set(role.name, role);
    account.propagation.begin(role);
    return { Role: describeRole(role) };
  },
});

/** A principal that was just created is one that IAM does not know yet. @throws MalformedPolicyDocument */
function knownPrincipals(account: Account, trust: StoredPolicy): StoredPolicy {
  const named = trust.document.statements.flatMap(({ principals }) => Object.values(principals?.names ?? {}).flat());
  const entities = [account.roles, account.users, account.oidcProviders].flatMap((map) => [...map.values()]);
  const unknown = entities.find((entity) => named.includes(entity.arn) && !account.propagation.isKnown(entity));
  if (unknown) throw malformedPolicyDocument(`Invalid principal in policy: ${unknown.arn}`);
  return trust;
}
