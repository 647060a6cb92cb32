import { CreateOpenIDConnectProviderCommand } from '@aws-sdk/client-iam';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { type RunningMockAws, startMockAws } from '../../../mocks/server.ts';
import { awsClients } from '../../aws/aws-clients.ts';
import { createIssuerRole } from '../../aws/issuer-role.ts';
import { MockAdmin } from '../../aws/mock-admin.ts';
import { removeRunFromAws } from '../../aws/remove-run.ts';
import { ownerTagKey, runTags } from '../../aws/tags.ts';
import { realAccountOf } from '../../aws/testing/account-of.ts';
import { signedBy } from '../../aws/testing/signed-by.ts';
import { formatProcess, thisProcess } from '../../process/process-identity.ts';
import { findAwsLeftovers } from './aws-leftovers.ts';

const { signal } = new AbortController();
let server: RunningMockAws;
let restoreEnvironment: () => void;

beforeAll(async () => {
  server = await startMockAws({ region: 'us-east-1' });
  restoreEnvironment = signedBy(server);
});

afterEach(() => new MockAdmin(server.admin).removeAllFaults());

afterAll(async () => {
  restoreEnvironment();
  await server.close();
});

const account = () => realAccountOf(server);
const iam = () => awsClients(account()).iam;

async function providerOf(runId: string, host: string): Promise<string> {
  const owner = formatProcess({ ...thisProcess(), host });
  const Tags = runTags({ runId }).map((tag) => (tag.Key === ownerTagKey ? { ...tag, Value: owner } : tag));
  const request = new CreateOpenIDConnectProviderCommand({ Url: `https://oidc.example.com/id/${runId}`, Tags });
  return (await iam().send(request)).OpenIDConnectProviderArn ?? '';
}

const leftovers = (more: { readonly runId?: string; readonly olderThanMs?: number } = {}) =>
  findAwsLeftovers({ account: account(), runId: undefined, olderThanMs: undefined, signal, ...more });

test('an OIDC provider that another machine left alone has an age, and is taken when it is old enough', async () => {
  const arn = await providerOf('elsewhere', 'another-machine');
  expect(await leftovers({ olderThanMs: 3_600_000 })).toMatchObject({ groups: [], others: [{ runId: 'elsewhere' }] });
  expect(await leftovers({ olderThanMs: 1 })).toMatchObject({
    groups: [{ runId: 'elsewhere', leftovers: [{ kind: 'oidc-provider', name: arn }] }],
  });
  await removeRunFromAws({ account: account(), run: { runId: 'elsewhere' }, creations: [], signal });
});

test('two runs of one id are two groups, each removed by itself', async () => {
  const [one, other] = ['1'.repeat(32), '2'.repeat(32)];
  for (const instance of [one, other]) {
    await createIssuerRole(iam(), {
      ...{ runId: 'twice', instance, account: account(), signal },
      caArn: 'arn:aws:acm-pca:us-east-1:123456789012:certificate-authority/1',
      trust: { by: 'principal', principalArn: account().principalArn },
    });
  }
  const found = await leftovers({ runId: 'twice' });
  expect([...found.groups, ...found.others].map(({ runId }) => runId)).toEqual(['twice', 'twice']);
  await removeRunFromAws({ account: account(), run: { runId: 'twice', instance: one }, creations: [], signal });
  const left = await leftovers({ runId: 'twice' });
  expect([...left.groups, ...left.others]).toHaveLength(1);
  await removeRunFromAws({ account: account(), run: { runId: 'twice', instance: other }, creations: [], signal });
});

test('what may not be looked at is counted', async () => {
  const { OpenIDConnectProviderArn: foreign = '' } = await iam().send(
    new CreateOpenIDConnectProviderCommand({ Url: 'https://oidc.example.com/id/foreign' }),
  );
  await providerOf('elsewhere', 'another-machine');
  await new MockAdmin(server.admin).inject({
    match: { operation: 'GetOpenIDConnectProvider', resourceArn: foreign },
    effect: { kind: 'error', code: 'AccessDenied', status: 403, message: 'not authorized' },
  });
  expect(await leftovers()).toMatchObject({
    others: [{ runId: 'elsewhere' }],
    notes: [expect.stringMatching(/^1 CAs or objects in IAM were not looked at/)],
  });
});
