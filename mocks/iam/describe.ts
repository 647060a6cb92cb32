import type { Account } from './account.ts';
import { awsManagedPolicies } from './aws-managed-policies.ts';
import type { ManagedPolicy, PolicyHolder, PolicyVersion, Role, User } from './entities.ts';

/** IAM returns policy documents percent-encoded (RFC 3986). */
export const encodeDocument = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);

export const tagList = (tags: ReadonlyMap<string, string>) => [...tags].map(([Key, Value]) => ({ Key, Value }));

/** An empty list is left out, as IAM leaves it out. */
export const tagsIfAny = (tags: ReadonlyMap<string, string>) => (tags.size > 0 ? tagList(tags) : undefined);

export function describeRole(role: Role): object {
  return {
    Path: role.path,
    RoleName: role.name,
    RoleId: role.id,
    Arn: role.arn,
    CreateDate: new Date(role.createdAtMs),
    AssumeRolePolicyDocument: encodeDocument(role.trust.text),
    Description: role.description,
    MaxSessionDuration: role.maxSessionSeconds,
    PermissionsBoundary: describeBoundary(role),
    Tags: tagsIfAny(role.tags),
  };
}

export function describeUser(user: User): object {
  return {
    Path: user.path,
    UserName: user.name,
    UserId: user.id,
    Arn: user.arn,
    CreateDate: new Date(user.createdAtMs),
    PermissionsBoundary: describeBoundary(user),
    Tags: tagsIfAny(user.tags),
  };
}

export function describePolicy(account: Account, policy: ManagedPolicy): object {
  return {
    PolicyName: policy.name,
    PolicyId: policy.id,
    Arn: policy.arn,
    Path: policy.path,
    DefaultVersionId: policy.defaultVersionId,
    AttachmentCount: account.attachmentCount(policy.arn),
    PermissionsBoundaryUsageCount: [...account.roles.values(), ...account.users.values()].filter(
      ({ boundaryArn }) => boundaryArn === policy.arn,
    ).length,
    IsAttachable: true,
    Description: policy.description,
    CreateDate: new Date(policy.createdAtMs),
    UpdateDate: new Date(policy.updatedAtMs),
    Tags: tagsIfAny(policy.tags),
  };
}

/** Whether nobody may change it: AWS's own policies belong to AWS. */
export const isAwsManaged = (policy: ManagedPolicy): boolean => awsManagedPolicies().includes(policy);

function describeBoundary({ boundaryArn }: PolicyHolder): object | undefined {
  return boundaryArn === undefined
    ? undefined
    : { PermissionsBoundaryType: 'PermissionsBoundaryPolicy', PermissionsBoundaryArn: boundaryArn };
}

/** A version of a policy without its document, which only one operation returns. */
export function describeVersion(policy: ManagedPolicy, version: PolicyVersion) {
  return {
    VersionId: version.id,
    IsDefaultVersion: version.id === policy.defaultVersionId,
    CreateDate: new Date(version.createdAtMs),
  };
}
