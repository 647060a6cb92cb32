import { DescribeCertificateAuthorityCommand, ListTagsCommand } from '@aws-sdk/client-acm-pca';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { settingsPath } from '../../mocks/contract.ts';
import { type RunningMockAws, startMockAws } from '../../mocks/server.ts';
import { parsePemBundle } from '../pki/pem-bundle.ts';
import type { AwsAccount } from './aws-account.ts';
import { awsClients } from './aws-clients.ts';
import { arnsOf, type CaHierarchy, createHierarchy } from './ca-hierarchy.ts';
import { caKeyAlgorithms, planCas } from './ca-plan.ts';
import { deleteAuthorities } from './delete-authorities.ts';
import { accountOf } from './testing/account-of.ts';

let server: RunningMockAws;
let account: AwsAccount;

beforeAll(async () => {
  server = await startMockAws();
  // At once instead of after AWS's delays: the SDK's waiters pause for a second whenever they see one.
  await fetch(new URL(settingsPath, server.admin), {
    method: 'PUT',
    body: JSON.stringify({ creationDelayMs: 0, issuanceDelayMs: 0 }),
  });
  account = accountOf(server);
});

afterAll(() => server.close());

const create = (depth: number, keyAlgorithm: (typeof caKeyAlgorithms)[number] = 'EC_prime256v1') =>
  createHierarchy(awsClients(account).acmPca, {
    runId: 'r1',
    keyAlgorithm,
    plan: planCas({ depth, issuingPathLength: 1 }),
    signal: new AbortController().signal,
    waitingFor: () => undefined,
  });

const certificateOf = (hierarchy: CaHierarchy, index: number) => {
  const [certificate] = parsePemBundle(hierarchy.cas.at(index)?.certificatePem ?? '');
  if (!certificate) throw new Error(`no certificate ${index}`);
  return certificate;
};

describe('createHierarchy', () => {
  test.each(caKeyAlgorithms)(
    'makes the root and the subordinate CA of the guide with %s keys',
    async (keyAlgorithm) => {
      const hierarchy = await create(2, keyAlgorithm);
      expect(hierarchy.cas.map(({ role, pathLength }) => ({ role, pathLength }))).toEqual([
        { role: 'root', pathLength: undefined },
        { role: 'subordinate', pathLength: 1 },
      ]);
      const [root, subordinate] = [certificateOf(hierarchy, 0), certificateOf(hierarchy, 1)];
      expect(subordinate.issuer).toBe(root.subject);
      expect(subordinate.basicConstraints).toMatchObject({ ca: true, pathLength: 1, critical: true });
      expect(hierarchy.cas[1]?.serial.replaceAll(':', '')).toBe(subordinate.serialHex);
      expect(hierarchy.issuingCaArn).toBe(hierarchy.cas[1]?.arn);
    },
  );

  test('makes as deep a hierarchy as asked, path lengths falling', async () => {
    const hierarchy = await create(4);
    expect([0, 1, 2, 3].map((index) => certificateOf(hierarchy, index).basicConstraints?.pathLength)).toEqual([
      undefined,
      3,
      2,
      1,
    ]);
  });

  test("tags every CA with the run's id", async () => {
    const { cas } = await create(2);
    for (const { arn } of cas) {
      const { Tags } = await awsClients(account).acmPca.send(new ListTagsCommand({ CertificateAuthorityArn: arn }));
      expect(Tags).toContainEqual({ Key: 'istio-pca-e2e.run', Value: 'r1' });
    }
  });

  test('ends with its reason when it is interrupted', async () => {
    const reason = new Error('interrupted');
    const interrupted = createHierarchy(awsClients(account).acmPca, {
      runId: 'r1',
      keyAlgorithm: 'RSA_2048',
      plan: planCas({ depth: 2, issuingPathLength: 1 }),
      signal: AbortSignal.abort(reason),
      waitingFor: () => undefined,
    });
    await expect(interrupted).rejects.toBe(reason);
  });
});

test('deleteAuthorities disables and deletes every CA, the last first', async () => {
  const { acmPca } = awsClients(account);
  const arns = arnsOf(await create(2));
  await deleteAuthorities(acmPca, arns, new AbortController().signal);
  for (const arn of arns) {
    const { CertificateAuthority } = await acmPca.send(
      new DescribeCertificateAuthorityCommand({ CertificateAuthorityArn: arn }),
    );
    expect(CertificateAuthority?.Status).toBe('DELETED');
  }
});
