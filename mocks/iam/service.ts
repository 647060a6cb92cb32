import { awsQuery } from '../protocols/aws-query.ts';
import { defineService, type Service } from '../services/service.ts';
import type { IamState } from './iam-state.ts';
import { attachedPolicyOperations } from './operations/attached-policies.ts';
import { createAccessKey } from './operations/create-access-key.ts';
import { createOpenIdConnectProvider } from './operations/create-open-id-connect-provider.ts';
import { createPolicy } from './operations/create-policy.ts';
import { createPolicyVersion } from './operations/create-policy-version.ts';
import { createRole } from './operations/create-role.ts';
import { createUser } from './operations/create-user.ts';
import { deleteAccessKey } from './operations/delete-access-key.ts';
import { deleteOpenIdConnectProvider } from './operations/delete-open-id-connect-provider.ts';
import { deletePolicy } from './operations/delete-policy.ts';
import { deletePolicyVersion } from './operations/delete-policy-version.ts';
import { deleteRole } from './operations/delete-role.ts';
import { deleteUser } from './operations/delete-user.ts';
import { getOpenIdConnectProvider } from './operations/get-open-id-connect-provider.ts';
import { getPolicy } from './operations/get-policy.ts';
import { getPolicyVersion } from './operations/get-policy-version.ts';
import { getRole } from './operations/get-role.ts';
import { getUser } from './operations/get-user.ts';
import { inlinePolicyOperations } from './operations/inline-policies.ts';
import { listAccessKeys } from './operations/list-access-keys.ts';
import { listEntitiesForPolicy } from './operations/list-entities-for-policy.ts';
import { listInstanceProfilesForRole } from './operations/list-instance-profiles-for-role.ts';
import { listOpenIdConnectProviders } from './operations/list-open-id-connect-providers.ts';
import { listPolicies } from './operations/list-policies.ts';
import { listPolicyVersions } from './operations/list-policy-versions.ts';
import { listRoles } from './operations/list-roles.ts';
import { listUsers } from './operations/list-users.ts';
import { addClientId, removeClientId, updateThumbprints } from './operations/oidc-provider-clients.ts';
import { boundaryOperations } from './operations/permissions-boundaries.ts';
import { setDefaultPolicyVersion } from './operations/set-default-policy-version.ts';
import { tagOperations } from './operations/tag-entity.ts';
import { updateAccessKey } from './operations/update-access-key.ts';
import { updateAssumeRolePolicy } from './operations/update-assume-role-policy.ts';
import { updateRole } from './operations/update-role.ts';

export const iamApiVersion = '2010-05-08';

/** What is served of IAM: all that a private CA set-up uses of users, keys, roles, policies and OIDC providers. */
const served = [
  ...[
    'CreateRole',
    'GetRole',
    'UpdateRole',
    'DeleteRole',
    'ListRoles',
    'UpdateAssumeRolePolicy',
    'ListInstanceProfilesForRole',
  ],
  ...['CreateUser', 'GetUser', 'DeleteUser', 'ListUsers'],
  ...['CreateAccessKey', 'ListAccessKeys', 'UpdateAccessKey', 'DeleteAccessKey'],
  ...['CreatePolicy', 'GetPolicy', 'DeletePolicy', 'ListPolicies', 'ListEntitiesForPolicy'],
  ...[
    'CreatePolicyVersion',
    'GetPolicyVersion',
    'DeletePolicyVersion',
    'ListPolicyVersions',
    'SetDefaultPolicyVersion',
  ],
  ...['Role', 'User'].flatMap((kind) => [
    ...[`Attach${kind}Policy`, `Detach${kind}Policy`, `ListAttached${kind}Policies`],
    ...[`Put${kind}Policy`, `Get${kind}Policy`, `Delete${kind}Policy`, `List${kind}Policies`],
    ...[`Put${kind}PermissionsBoundary`, `Delete${kind}PermissionsBoundary`],
  ]),
  ...[
    'CreateOpenIDConnectProvider',
    'GetOpenIDConnectProvider',
    'DeleteOpenIDConnectProvider',
    'ListOpenIDConnectProviders',
  ],
  ...[
    'AddClientIDToOpenIDConnectProvider',
    'RemoveClientIDFromOpenIDConnectProvider',
    'UpdateOpenIDConnectProviderThumbprint',
  ],
  ...['Role', 'User', 'Policy', 'OpenIDConnectProvider'].flatMap((kind) => [
    ...[`Tag${kind}`, `Untag${kind}`, `List${kind}Tags`],
  ]),
];

/** IAM, API version 2010-05-08. */
export const iamService: Service<IamState> = defineService(
  'iam',
  awsQuery(`https://iam.amazonaws.com/doc/${iamApiVersion}/`),
  served,
  [
    createRole,
    getRole,
    updateRole,
    deleteRole,
    listRoles,
    updateAssumeRolePolicy,
    listInstanceProfilesForRole,
    createUser,
    getUser,
    deleteUser,
    listUsers,
    createAccessKey,
    listAccessKeys,
    updateAccessKey,
    deleteAccessKey,
    createPolicy,
    getPolicy,
    deletePolicy,
    listPolicies,
    listEntitiesForPolicy,
    createPolicyVersion,
    getPolicyVersion,
    deletePolicyVersion,
    listPolicyVersions,
    setDefaultPolicyVersion,
    ...attachedPolicyOperations,
    ...inlinePolicyOperations,
    ...boundaryOperations,
    createOpenIdConnectProvider,
    getOpenIdConnectProvider,
    deleteOpenIdConnectProvider,
    listOpenIdConnectProviders,
    addClientId,
    removeClientId,
    updateThumbprints,
    ...tagOperations,
  ],
);
