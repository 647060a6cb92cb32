import type { RunningMockAws } from '../../../mocks/server.ts';
import type { AwsAccount } from '../aws-account.ts';

/** For tests: the account of a mocked AWS that runs in the test's own process. */
export function accountOf(server: RunningMockAws): AwsAccount {
  return {
    kind: 'mock',
    region: server.region,
    accountId: server.accountId,
    endpoint: server.endpoint,
    clusterEndpoint: server.endpoint,
    adminEndpoint: server.admin,
    administrator: { accessKeyId: server.accessKeyId, secretAccessKey: server.secretAccessKey },
  };
}
