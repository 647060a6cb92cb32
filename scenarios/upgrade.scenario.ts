import { beforeAll, describe, expect, test } from '@jest/globals';
import type { ComponentVersions } from '../harness/artifacts/versions.ts';
import { currentSession } from '../harness/cli/scenario-session.ts';
import { pcaE2e } from '../harness/cli/testing/pca-e2e.ts';
import type { RunReport } from '../harness/reports/run-report.ts';
import { BookinfoDeployment } from '../harness/scenario/bookinfo-deployment.ts';
import { type ClientPod, createClientPod } from '../harness/scenario/client-pod.ts';
import { drainServices } from '../harness/scenario/draining-services.ts';
import { recordFigures } from '../harness/scenario/figures.ts';
import { IstioCa } from '../harness/scenario/istio-ca.ts';
import { opensslVerifyChain } from '../harness/scenario/openssl.ts';
import { useSetUp } from '../harness/scenario/set-up.ts';
import { Traffic } from '../harness/scenario/traffic.ts';

const newer = currentSession().options.versions;
/** The releases before, which can be built with little more than the newer ones. */
const older: ComponentVersions = { ...newer, certManager: '1.20.3', issuer: '1.10.0', istio: '1.30' };

const optionsFor = ({ certManager, issuer, istio }: ComponentVersions) => [
  ...['--cert-manager', certManager, '--issuer', issuer, '--istio', istio],
];

/** Steps that take long enough for the traffic to notice them. */
const serving = new Set(['cert-manager', 'issuer', 'istio', 'bookinfo', 'pod-chain']);

describe('an upgrade of every component, and back, under traffic', () => {
  const setUp = useSetUp('mesh', {
    freshBecause: 'its components get other versions',
    options: { versions: older },
  });
  let client: ClientPod;

  beforeAll(async () => {
    [client] = await Promise.all([createClientPod(setUp), drainServices(setUp)]);
  });

  test.each([
    ['to the newer versions', newer],
    ['back', older],
  ])(
    '%s: no request fails, the root stays, and a renewal reaches a workload',
    async (_direction, versions) => {
      const istioCa = new IstioCa(setUp);
      const productpage = new BookinfoDeployment(setUp, 'productpage-v1');
      const [oldPod] = await productpage.pods();
      const oldChain = oldPod ? await productpage.chain(oldPod) : [];
      const start = await setUp.mock.journalLength();
      const traffic = await Traffic.start(setUp, { from: client });

      const upgrade = await pcaE2e(['upgrade', ...optionsFor(versions), '--json', '--run-dir', setUp.run.folder]);
      const report = JSON.parse(upgrade.stdout) as RunReport;
      const steps = upgradedSteps(report).map((step) => ({ ...step, traffic: traffic.reportOf(step) }));
      const all = await traffic.stop();
      recordFigures({
        requests: all.requests,
        p99Ms: all.p99Ms,
        steps: steps.map(({ id, startedMs, endedMs, traffic: { requests, failures, p99Ms } }) => ({
          ...{ id, seconds: (endedMs - startedMs) / 1000, requests, failures: failures.length, p99Ms },
        })),
      });
      expect(upgrade.exitCode).toBe(0);
      const undercut = steps.filter(({ id, traffic: { requests } }) => serving.has(id) && requests === 0);
      expect(undercut).toEqual([]);
      expect(all.failures).toEqual([]);
      expect(report.checks.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
      expect(report.versions).toMatchObject(versions);

      await setUp.reread();
      const renewed = await istioCa.current();
      expect(await istioCa.issuedSince(start)).toMatchObject([{ issuedSerialHex: renewed.serialHex }]);
      expect(report.chain.map(({ serialHex }) => serialHex).slice(1, 2)).toEqual([renewed.serialHex]);
      expect(report.chain.at(-1)?.sha256).toBe(oldChain.at(-1)?.sha256);
      expect(await opensslVerifyChain(oldChain)).toBe('OK');
      expect(setUp.run.options.versions).toEqual(versions);
      expect(await setUp.diagnose()).toEqual([]);
    },
    5 * 60_000,
  );

  test('to the versions that are there: refused, and nothing is touched', async () => {
    const upgrade = await pcaE2e(['upgrade', ...optionsFor(older), '--run-dir', setUp.run.folder]);
    expect(upgrade).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('there is nothing to upgrade') });
  });
});

/** The steps that the upgrade made: the others are as an earlier process told them. */
function upgradedSteps({ startedAt, steps }: RunReport) {
  return steps
    .filter((step) => step.startedAt !== null && step.startedAt >= startedAt)
    .map((step) => ({
      id: step.id,
      startedMs: Date.parse(step.startedAt ?? ''),
      endedMs: Date.parse(step.startedAt ?? '') + step.durationMs,
    }));
}
