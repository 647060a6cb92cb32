import { ListCertificateAuthoritiesCommand } from '@aws-sdk/client-acm-pca';
import { ListRolesCommand } from '@aws-sdk/client-iam';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { describe, expect, test } from '@jest/globals';
import { type AwsClients, accessClients } from './aws-clients.ts';

const credentials = { accessKeyId: 'AKIA', secretAccessKey: 'none' };

/** Hosts that the three clients would send to; nothing is sent. */
async function hosts(region: string, fips: boolean): Promise<readonly string[]> {
  const clients = accessClients({ fips }, region, credentials);
  const asked: string[] = [];
  const stop = new Error('not sent');
  const stopping = () => (args: { readonly request: unknown }) => {
    asked.push((args.request as { readonly hostname: string }).hostname);
    return Promise.reject(stop);
  };
  for (const client of Object.values(clients) as AwsClients[keyof AwsClients][]) {
    // Each client's stack has types of its own for what is the same.
    (client.middlewareStack as unknown as { add(middleware: unknown, at: object): void }).add(stopping, {
      step: 'build',
      priority: 'low',
    });
  }
  const calls = [
    clients.acmPca.send(new ListCertificateAuthoritiesCommand({})),
    clients.iam.send(new ListRolesCommand({})),
    clients.sts.send(new GetCallerIdentityCommand({})),
  ];
  for (const call of calls) await expect(call).rejects.toBe(stop);
  return asked;
}

/** @see https://docs.aws.amazon.com/general/latest/gr/pca.html, and the pages of IAM and STS beside it */
describe('where AWS is reached', () => {
  test.each([
    [
      'eu-central-1',
      false,
      ['acm-pca.eu-central-1.amazonaws.com', 'iam.amazonaws.com', 'sts.eu-central-1.amazonaws.com'],
    ],
    [
      'us-east-1',
      true,
      ['acm-pca-fips.us-east-1.amazonaws.com', 'iam-fips.amazonaws.com', 'sts-fips.us-east-1.amazonaws.com'],
    ],
    [
      'cn-north-1',
      false,
      ['acm-pca.cn-north-1.amazonaws.com.cn', 'iam.cn-north-1.amazonaws.com.cn', 'sts.cn-north-1.amazonaws.com.cn'],
    ],
    [
      'us-gov-west-1',
      true,
      ['acm-pca.us-gov-west-1.amazonaws.com', 'iam.us-gov.amazonaws.com', 'sts.us-gov-west-1.amazonaws.com'],
    ],
  ])('in %s, FIPS %s', async (region, fips, expected) => {
    expect([...(await hosts(region, fips))].sort()).toEqual([...expected].sort());
  });
});
