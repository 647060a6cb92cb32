import {
  CreateAccessKeyCommand,
  CreateUserCommand,
  DeleteAccessKeyCommand,
  DeleteUserCommand,
  DeleteUserPolicyCommand,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam';
import type { AwsCredentials } from '../aws/aws-account.ts';
import { issuerPolicy } from '../aws/issuer-role.ts';
import { apply } from '../kubernetes/apply.ts';
import type { LiveSetUp } from './live-set-up.ts';
import type { SetUpKind } from './set-up-kind.ts';

const policyName = 'use-the-ca';

/** Creates an IAM user that may do what the issuer does, with a key, until the test has ended. */
export async function createIssuerUser(setUp: LiveSetUp<SetUpKind>, purpose: string): Promise<AwsCredentials> {
  const { iam } = setUp.aws;
  const user = { UserName: `${purpose}-${Date.now().toString(36)}` };
  await iam.send(new CreateUserCommand(user));
  setUp.onCleanUp(() => iam.send(new DeleteUserCommand(user)));
  const policy = { ...user, PolicyName: policyName };
  const document = issuerPolicy(setUp.outputs['ca-hierarchy'].issuingCaArn);
  await iam.send(new PutUserPolicyCommand({ ...policy, PolicyDocument: JSON.stringify(document) }));
  setUp.onCleanUp(() => iam.send(new DeleteUserPolicyCommand(policy)));
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand(user));
  const { AccessKeyId: accessKeyId = '', SecretAccessKey: secretAccessKey = '' } = AccessKey ?? {};
  setUp.onCleanUp(() => iam.send(new DeleteAccessKeyCommand({ ...user, AccessKeyId: accessKeyId })));
  return { accessKeyId, secretAccessKey };
}

const secretName = 'aws-credentials';

/** Writes a key into a secret. @returns What makes an AWSPCAIssuer use it. */
export async function credentialsInSecret(
  { kubernetes }: LiveSetUp<SetUpKind>,
  namespace: string,
  { accessKeyId, secretAccessKey }: AwsCredentials,
) {
  await apply(kubernetes, {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: secretName, namespace },
    stringData: { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey },
  } as object);
  return { secretRef: { name: secretName, namespace } };
}
