import { CreateAccessKeyCommand, CreateUserCommand, PutUserPolicyCommand } from '@aws-sdk/client-iam';
import type { RunningMockAws } from '../../../mocks/server.ts';
import type { AwsCredentials } from '../aws-account.ts';
import { awsClients } from '../aws-clients.ts';
import type { PolicyDocument } from '../run-policy.ts';
import { accountOf } from './account-of.ts';

/** For tests: a user of a mocked account that may do just what this policy says, with a key. */
export async function userWithPolicy(server: RunningMockAws, policy: PolicyDocument): Promise<AwsCredentials> {
  const { iam } = awsClients(accountOf(server));
  const user = { UserName: 'e2e' };
  await iam.send(new CreateUserCommand(user));
  await iam.send(new PutUserPolicyCommand({ ...user, PolicyName: 'run', PolicyDocument: JSON.stringify(policy) }));
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand(user));
  return { accessKeyId: AccessKey?.AccessKeyId ?? '', secretAccessKey: AccessKey?.SecretAccessKey ?? '' };
}

/** The policy without one of its actions. */
export const without = ({ Version, Statement }: PolicyDocument, action: string): PolicyDocument => ({
  Version,
  Statement: Statement.map((one) => ({ ...one, Action: one.Action.filter((other) => other !== action) })).filter(
    ({ Action }) => Action.length > 0,
  ),
});
