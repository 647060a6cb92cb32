import {
  CreatePolicyVersionCommand,
  DeletePolicyVersionCommand,
  DeleteRolePolicyCommand,
  GetPolicyCommand,
  PutRolePolicyCommand,
  SetDefaultPolicyVersionCommand,
} from '@aws-sdk/client-iam';
import { issuerPolicy } from '../aws/issuer-role.ts';
import type { LiveSetUp } from './live-set-up.ts';
import type { SetUpKind } from './set-up-kind.ts';

/** Lets the issuer's policy allow these actions and no other until the test has ended. */
export async function allowOnly(setUp: LiveSetUp<SetUpKind>, actions: readonly string[]): Promise<void> {
  const { iam } = setUp.aws;
  const { 'iam-role': role, 'ca-hierarchy': hierarchy } = setUp.outputs;
  const policy = { PolicyArn: role.policyArn };
  const { Policy } = await iam.send(new GetPolicyCommand(policy));
  const whole = issuerPolicy(hierarchy.issuingCaArn);
  const document = { ...whole, Statement: whole.Statement.map((statement) => ({ ...statement, Action: actions })) };
  const { PolicyVersion } = await iam.send(
    new CreatePolicyVersionCommand({ ...policy, PolicyDocument: JSON.stringify(document), SetAsDefault: true }),
  );
  setUp.onCleanUp(async () => {
    await iam.send(new SetDefaultPolicyVersionCommand({ ...policy, VersionId: Policy?.DefaultVersionId }));
    await iam.send(new DeletePolicyVersionCommand({ ...policy, VersionId: PolicyVersion?.VersionId }));
  });
}

/** Lets the issuer's role use one more CA until the test has ended. */
export async function allowAlso(setUp: LiveSetUp<SetUpKind>, caArn: string): Promise<void> {
  const { iam } = setUp.aws;
  const policy = { RoleName: setUp.outputs['iam-role'].roleName, PolicyName: `use-${caArn.split('/').at(-1)}` };
  await iam.send(new PutRolePolicyCommand({ ...policy, PolicyDocument: JSON.stringify(issuerPolicy(caArn)) }));
  setUp.onCleanUp(() => iam.send(new DeleteRolePolicyCommand(policy)));
}
