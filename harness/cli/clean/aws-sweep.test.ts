import { CreatePolicyCommand } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type RunningMockAws, startMockAws } from '../../../mocks/server.ts';
import { awsClients } from '../../aws/aws-clients.ts';
import { iamPath, issuerPolicy } from '../../aws/issuer-role.ts';
import { runTags } from '../../aws/tags.ts';
import { realAccountOf } from '../../aws/testing/account-of.ts';
import { signedBy } from '../../aws/testing/signed-by.ts';
import { awsSweep } from './aws-sweep.ts';

const { signal } = new AbortController();
let server: RunningMockAws;
let restoreEnvironment: () => void;

beforeAll(async () => {
  server = await startMockAws({ region: 'us-east-1' });
  restoreEnvironment = signedBy(server);
});

afterAll(async () => {
  restoreEnvironment();
  await server.close();
});

test('an account that shows nothing may not know yet what was just made: a note says so', async () => {
  const account = realAccountOf(server);
  const sweep = () =>
    awsSweep({ aws: 'real', region: 'us-east-1', awsEndpoint: account.endpoint ?? '', runId: 'one' }, signal);
  expect((await sweep()).notes).toEqual([expect.stringContaining('made within the last minute')]);
  await awsClients(account).iam.send(
    new CreatePolicyCommand({
      ...{ PolicyName: 'one', Path: iamPath, Tags: runTags({ runId: 'one' }) },
      PolicyDocument: JSON.stringify(issuerPolicy('*')),
    }),
  );
  const found = await sweep();
  expect(found.others).toMatchObject([{ runId: 'one', life: { state: 'running' } }]);
});
