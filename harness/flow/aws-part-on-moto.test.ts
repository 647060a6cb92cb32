import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type BenchedServer, startMoto } from '../../mocks/bench/servers.ts';
import { accessClients } from '../aws/aws-clients.ts';
import { callerIdentity } from '../aws/caller-identity.ts';
import { createIssuerRole } from '../aws/issuer-role.ts';
import { openIssuerSession } from '../aws/issuer-session.ts';
import { removeOwnIam } from '../aws/remove-run.ts';
import { taggedAuthorities } from '../aws/tagged-authorities.ts';
import { taggedIamEntities } from '../aws/tagged-iam.ts';
import { signedBy } from '../aws/testing/signed-by.ts';
import { newRunInstance } from './run-id.ts';
import { cleanAwsPart, realRun, runAwsPart } from './testing/aws-part.ts';
import { FakeApiServer } from './testing/fake-api-server.ts';

const folder = mkdtempSync(join(tmpdir(), 'pca-e2e-moto-'));
const cluster = new FakeApiServer();
const { signal } = new AbortController();
let moto: BenchedServer;
let restoreEnvironment: () => void;

beforeAll(async () => {
  moto = await startMoto();
  restoreEnvironment = signedBy(moto.target);
  await cluster.listen();
  await cluster.writeKubeconfig(join(folder, 'kubeconfig'));
}, 180_000);

afterAll(async () => {
  await moto[Symbol.asyncDispose]();
  cluster.close();
  restoreEnvironment();
  await rm(folder, { recursive: true });
});

const access = () => ({ fips: false, endpoint: moto.target.endpoint });

async function left(): Promise<readonly string[]> {
  const { acmPca, iam } = accessClients(access(), 'us-east-1');
  const found = [...(await taggedAuthorities(acmPca, signal)), ...(await taggedIamEntities(iam, signal))];
  return found.map(({ arn }) => arn);
}

/** moto is another reading of AWS than our mock's: what both accept, AWS is likelier to. */
describe('the same code on moto', () => {
  test('finds out whose the credentials are', async () => {
    expect(await callerIdentity(access(), 'us-east-1', signal)).toMatchObject({
      accountId: '123456789012',
      partition: 'aws',
    });
  });

  test('creates a CA and installs its certificate, as far as moto goes, and removes it', async () => {
    const run = realRun('moto', folder, access(), { caKeyAlgorithm: 'RSA_2048' });
    const { error } = await runAwsPart(run, signal);
    // moto tells no CA's serial number; AWS does, and the guide compares it.
    expect(error).toMatchObject({ message: 'AWS answered DescribeCertificateAuthority without Serial' });
    expect(await left()).toEqual([expect.stringContaining(':certificate-authority/')]);
    expect(await cleanAwsPart(run)).toEqual([]);
    expect(await left()).toEqual([]);
  }, 60_000);

  test('creates the role that trusts the caller, opens a session of it, and removes all of it', async () => {
    const account = await callerIdentity(access(), 'us-east-1', signal);
    const { iam } = accessClients(access(), 'us-east-1');
    const trust = { by: 'principal', principalArn: account.principalArn } as const;
    const caArn = 'arn:aws:acm-pca:us-east-1:123456789012:certificate-authority/none';
    const run = { runId: 'moto', instance: newRunInstance() };
    const role = await createIssuerRole(iam, { ...run, account, caArn, trust, signal });
    const session = await openIssuerSession({ account, role, caArn, signal });
    expect(session.expiration.getTime()).toBeGreaterThan(Date.now());
    expect(await left()).toEqual([role.roleArn, role.policyArn]);
    await removeOwnIam({ account, run, creations: [], signal });
    expect(await left()).toEqual([]);
  }, 60_000);
});
