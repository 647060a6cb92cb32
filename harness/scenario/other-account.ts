import { randomInt } from 'node:crypto';
import { PutPolicyCommand } from '@aws-sdk/client-acm-pca';
import { mockedAccount } from '../aws/aws-account.ts';
import { type AwsClients, awsClients } from '../aws/aws-clients.ts';
import { issuerActions } from '../aws/issuer-role.ts';
import type { LiveSetUp } from './live-set-up.ts';
import type { SetUpKind } from './set-up-kind.ts';

/** Opens another AWS account, as its administrator. It stays as long as the mocked AWS does. */
export async function openOtherAccount({ mock, outputs }: LiveSetUp<SetUpKind>): Promise<AwsClients> {
  const accountId = String(randomInt(100_000_000_000, 1_000_000_000_000 - 1));
  const { accessKeyId, secretAccessKey } = await mock.openAccount(accountId);
  return awsClients({ ...mockedAccount(outputs.aws), accountId, administrator: { accessKeyId, secretAccessKey } });
}

/**
 * Shares a CA with the set-up's account as AWS RAM does: by a resource policy that lets it issue by some templates.
 *
 * @see https://docs.aws.amazon.com/privateca/latest/userguide/pca-ram.html
 */
export async function shareCa(
  owner: AwsClients,
  { outputs }: LiveSetUp<SetUpKind>,
  { caArn, templates }: { readonly caArn: string; readonly templates: readonly string[] },
): Promise<void> {
  const Principal = { AWS: outputs.aws.accountId };
  const issue = 'acm-pca:IssueCertificate';
  const policy = {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal,
        Resource: caArn,
        Action: issuerActions.filter((action) => action !== issue),
      },
      {
        Effect: 'Allow',
        Principal,
        Resource: caArn,
        Action: issue,
        Condition: {
          StringEquals: { 'acm-pca:TemplateArn': templates.map((name) => `arn:aws:acm-pca:::template/${name}`) },
        },
      },
    ],
  };
  await owner.acmPca.send(new PutPolicyCommand({ ResourceArn: caArn, Policy: JSON.stringify(policy) }));
}
