import { describe, expect, test } from '@jest/globals';
import { allVolumes, leftOf } from '../harness/cli/testing/left-behind.ts';
import { startPcaE2e, temporaryRunFolder } from '../harness/cli/testing/pca-e2e.ts';

const cleanUpBudgetMs = 30_000;
const scenarioTimeoutMs = 180_000;

/** Ctrl-C while a step runs: everything that the run made is gone within 30 s, and the exit code says so. */
describe('an interrupted run', () => {
  test.each(['Kubernetes cluster', '1. Install cert-manager', '7. Install Istio'])(
    'is undone when it is interrupted while "%s" runs',
    async (title) => {
      const folder = temporaryRunFolder();
      const volumes = await allVolumes();
      const runId = `interrupt-${title.split(' ').at(-1)?.toLowerCase()}`;
      const up = startPcaE2e(['up', '--run-id', runId, '--run-dir', folder]);
      await up.lineWith(`▶ ${title}`);
      const interruptedAtMs = performance.now();
      up.kill('SIGINT');
      const { exitCode } = await up.finished;
      expect(exitCode).toBe(130);
      expect(performance.now() - interruptedAtMs).toBeLessThan(cleanUpBudgetMs);
      expect(await leftOf(runId)).toEqual([]);
      expect(await allVolumes()).toEqual(volumes);
    },
    scenarioTimeoutMs,
  );
});
