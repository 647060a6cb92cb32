import {
  CreateOpenIDConnectProviderCommand,
  DeleteOpenIDConnectProviderCommand,
  GetRoleCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { stsAudience } from '../aws/issuer-role.ts';
import { runTags } from '../aws/tags.ts';
import type { LiveSetUp } from './live-set-up.ts';
import type { SetUpKind } from './set-up-kind.ts';

interface TrustPolicy {
  readonly Statement: readonly { readonly Condition: { readonly StringEquals: Readonly<Record<string, string>> } }[];
}

/** Lets the issuer's role trust tokens only whose claim (`sub`, `aud`) has another value, until the test has ended. */
export async function changeTrustPolicy(setUp: LiveSetUp<SetUpKind>, claim: string, value: string): Promise<void> {
  const { iam } = setUp.aws;
  const role = { RoleName: setUp.outputs['iam-role'].roleName };
  const { Role } = await iam.send(new GetRoleCommand(role));
  const before = decodeURIComponent(Role?.AssumeRolePolicyDocument ?? '');
  const policy = JSON.parse(before) as TrustPolicy;
  const Statement = policy.Statement.map(({ Condition, ...statement }) => {
    const conditions = Object.entries(Condition.StringEquals).map(([key, old]) => [
      key,
      key.endsWith(`:${claim}`) ? value : old,
    ]);
    return { ...statement, Condition: { StringEquals: Object.fromEntries(conditions) } };
  });
  const update = (document: string) =>
    iam.send(new UpdateAssumeRolePolicyCommand({ ...role, PolicyDocument: document }));
  await update(JSON.stringify({ ...policy, Statement }));
  setUp.onCleanUp(() => update(before));
}

/** Takes the cluster's OIDC provider out of the AWS account until the test has ended. Its ARN comes from its URL: it stays. */
export async function forgetOidcProvider(setUp: LiveSetUp<SetUpKind>): Promise<void> {
  const { iam } = setUp.aws;
  const { 'iam-role': role, cluster } = setUp.outputs;
  await iam.send(new DeleteOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: role.oidcProviderArn }));
  setUp.onCleanUp(() =>
    iam.send(
      new CreateOpenIDConnectProviderCommand({
        Url: cluster.serviceAccountIssuer,
        ClientIDList: [stsAudience],
        Tags: runTags({ runId: setUp.run.id, instance: setUp.run.instance }),
      }),
    ),
  );
}
