import type { RunningMockAws } from '../../../mocks/server.ts';
import type { MockAwsAccount, RealAwsAccount } from '../aws-account.ts';
import { nameEndpoint } from '../named-endpoint.ts';

/** For tests: the account of a mocked AWS that runs in the test's own process. */
export function accountOf(server: RunningMockAws): MockAwsAccount {
  return {
    kind: 'mock',
    region: server.region,
    accountId: server.accountId,
    partition: 'aws',
    endpoint: server.endpoint,
    clusterEndpoint: server.endpoint,
    adminEndpoint: server.admin,
    administrator: { accessKeyId: server.accessKeyId, secretAccessKey: server.secretAccessKey },
  };
}

/** For tests: the same account as `--aws real --aws-endpoint` has it, signed for by the SDK's chain. */
export function realAccountOf({
  region,
  accountId,
  endpoint,
}: Pick<RunningMockAws, 'region' | 'accountId' | 'endpoint'>): RealAwsAccount {
  nameEndpoint(endpoint);
  return {
    kind: 'real',
    region,
    accountId,
    partition: 'aws',
    principalArn: `arn:aws:iam::${accountId}:user/administrator`,
    fips: false,
    endpoint,
  };
}
