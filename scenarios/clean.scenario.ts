import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ForeignObjects } from '../harness/cli/testing/foreign-objects.ts';
import { allVolumes, leftOf, volumesOfRun } from '../harness/cli/testing/left-behind.ts';
import { pcaE2e, startPcaE2e, temporaryRunFolder } from '../harness/cli/testing/pca-e2e.ts';
import { processesOfRun } from '../harness/process/marked-processes.ts';

const scenarioTimeoutMs = 180_000;

/** A run whose process is killed undoes nothing, in whichever step; `clean` does it later. */
describe('a killed run', () => {
  const foreign = new ForeignObjects('pca-e2e-foreign');

  beforeAll(() => foreign.make());
  afterAll(() => foreign.remove());

  /** A few at a time, since each waits for its cluster for the most part. */
  const steps = [
    [
      ['artifacts', 'Tools, charts and images'],
      ['network', 'Docker network'],
      ['cluster', 'Kubernetes cluster'],
      ['aws', 'AWS account'],
    ],
    [
      ['ca-hierarchy', '2. Create the CA hierarchy in AWS PCA'],
      ['cert-manager', '1. Install cert-manager'],
      ['iam-role', '3. Create the IAM policy and role'],
    ],
    [
      ['issuer', '4. Install the AWS PCA issuer'],
      ['aws-pca-issuer', '5. Configure the AWSPCAIssuer'],
      ['istio-ca', '6. Create the Istio CA certificate'],
    ],
    [
      ['istio', '7. Install Istio'],
      ['bookinfo', '8. Deploy Bookinfo'],
      ['pod-chain', "9. Verify the pod's certificate chain"],
    ],
  ] as const;

  test.each(steps.map((group) => [group.map(([step]) => step).join(', in step '), group] as const))(
    'leaves nothing once it is cleaned up after, killed in step %s',
    async (_, group) => {
      // All to their end, whatever becomes of one: tests after this one would meet what the others leave.
      const ends = await Promise.allSettled(group.map(([step, title]) => killAndClean(step, title)));
      expect(ends.filter(({ status }) => status === 'rejected')).toEqual([]);
      expect(await foreign.missing()).toEqual([]);
    },
    scenarioTimeoutMs,
  );

  async function killAndClean(step: string, title: string): Promise<void> {
    const folder = temporaryRunFolder();
    const runId = `killed-in-${step}`;
    const up = startPcaE2e(['up', '--run-id', runId, '--run-dir', folder]);
    await up.lineWith(`▶ ${title}`);
    up.kill('SIGKILL');
    await up.finished;
    const volumes = await volumesOfRun(runId);

    const clean = await pcaE2e(['clean', '--run-id', runId, '--json']);
    expect(JSON.parse(clean.stdout)).toMatchObject({ leftovers: [{ runId, folder, removed: true }], others: [] });
    expect(clean.exitCode).toBe(0);
    expect(await leftOf(runId)).toEqual([]);
    expect(await processesOfRun(runId)).toEqual([]);
    expect((await allVolumes()).filter((volume) => volumes.includes(volume))).toEqual([]);
    expect(existsSync(folder)).toBe(false);
  }
});

/** Two runs share nothing but the cache: each has its own network, its own AWS, its own folder. */
test(
  'two runs at once do not meet, and neither is removed with the other',
  async () => {
    const ids = ['beside-one', 'beside-two'];
    const folders = new Map(ids.map((id) => [id, temporaryRunFolder()]));
    const up = (id: string) =>
      pcaE2e(['up', '--keep', '--until', 'ca-hierarchy', '--run-id', id, '--run-dir', folders.get(id) ?? '']);
    expect((await Promise.all(ids.map(up))).map(({ exitCode }) => exitCode)).toEqual([0, 0]);

    const cleaned = await pcaE2e(['clean', '--run-id', 'beside-one', '--json']);
    expect(JSON.parse(cleaned.stdout)).toMatchObject({ leftovers: [], others: [{ life: { state: 'kept' } }] });
    await pcaE2e(['down', '--run-id', 'beside-one']);
    expect(await leftOf('beside-one')).toEqual([]);
    expect(await leftOf('beside-two')).toEqual(['container pca-e2e-beside-two-aws', 'network pca-e2e-beside-two']);
    expect(await pcaE2e(['down', '--run-id', 'beside-two'])).toMatchObject({ exitCode: 0 });
    expect(await leftOf('beside-two')).toEqual([]);
  },
  scenarioTimeoutMs,
);
