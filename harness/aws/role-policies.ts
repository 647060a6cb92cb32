import {
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  type IAMClient,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
} from '@aws-sdk/client-iam';

/** Everything that decides what a role may do, as IAM stores it. */
export interface RolePolicies {
  readonly attached: readonly { readonly arn: string; readonly document: unknown }[];
  /** Names of the policies that are part of the role itself. */
  readonly inline: readonly string[];
  /** ARN of the policy that bounds them: it takes rights away, and gives none. */
  readonly boundary: string | undefined;
}

/** The calls of {@link readRolePolicies}. */
export const rolePolicyCalls = [
  'GetRole',
  'ListRolePolicies',
  'ListAttachedRolePolicies',
  'GetPolicy',
  'GetPolicyVersion',
] as const;

/** Reads the policies of a role, each in the version that counts. A role of a run has a few: fewer than one page. */
export async function readRolePolicies(iam: IAMClient, roleName: string, signal: AbortSignal): Promise<RolePolicies> {
  const abort = { abortSignal: signal };
  const [{ Role }, { PolicyNames = [] }, { AttachedPolicies = [] }] = await Promise.all([
    iam.send(new GetRoleCommand({ RoleName: roleName }), abort),
    iam.send(new ListRolePoliciesCommand({ RoleName: roleName }), abort),
    iam.send(new ListAttachedRolePoliciesCommand({ RoleName: roleName }), abort),
  ]);
  const attached = await Promise.all(
    AttachedPolicies.map(async ({ PolicyArn = '' }) => {
      const { Policy } = await iam.send(new GetPolicyCommand({ PolicyArn }), abort);
      const version = new GetPolicyVersionCommand({ PolicyArn, VersionId: Policy?.DefaultVersionId });
      const { PolicyVersion } = await iam.send(version, abort);
      // IAM answers with the document percent-encoded, by RFC 3986.
      return { arn: PolicyArn, document: JSON.parse(decodeURIComponent(PolicyVersion?.Document ?? 'null')) as unknown };
    }),
  );
  return { attached, inline: PolicyNames, boundary: Role?.PermissionsBoundary?.PermissionsBoundaryArn };
}
