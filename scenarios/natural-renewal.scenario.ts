import { describe, expect, test } from '@jest/globals';
import { parsePemBundle } from '../harness/pki/pem-bundle.ts';
import { BookinfoDeployment } from '../harness/scenario/bookinfo-deployment.ts';
import { CacertsHistory } from '../harness/scenario/cacerts-history.ts';
import { recordFigures } from '../harness/scenario/figures.ts';
import { IstioCa } from '../harness/scenario/istio-ca.ts';
import { useSetUp } from '../harness/scenario/set-up.ts';
import { Traffic } from '../harness/scenario/traffic.ts';

const rotations = 3;
const rotationTimeoutMs = 90_000;
const scenarioTimeoutMs = 6 * 60_000;

/**
 * cert-manager renews by the clock, nobody helps: of an hour, 59 minutes before its end, so a minute after it was issued.
 * On the shared set-up, because all of it is as before once the guide's lifetime is asked for again.
 *
 * @mostly-waits
 */
describe('renewal by itself, every minute', () => {
  const setUp = useSetUp('mesh');

  test('the traffic notices what is not answered as it should be', async () => {
    const traffic = await Traffic.start(setUp, { path: '/no-such-page' });
    const { failures, requests } = await traffic.stop();
    expect(requests).toBeGreaterThan(0);
    expect(failures).toHaveLength(requests);
  });

  test(
    `${rotations} rotations: cacerts, istiod and new pods follow AWS PCA, and no request fails`,
    async () => {
      const istioCa = new IstioCa(setUp);
      const productpage = new BookinfoDeployment(setUp, 'productpage-v1');
      const ratings = new BookinfoDeployment(setUp, 'ratings-v1');
      const [root, subordinate] = setUp.outputs['ca-hierarchy'].cas.flatMap((ca) => parsePemBundle(ca.certificatePem));
      const istiodBefore = await istioCa.istiodRuns();
      const traffic = await Traffic.start(setUp);
      const start = await setUp.mock.journalLength();
      let present = await istioCa.reissueAs({ duration: '1h', renewBefore: '59m' });
      const history = CacertsHistory.of(setUp);
      const serials = [present.serialHex];
      const istiodSeconds = [];

      for (let rotation = 1; rotation <= rotations; rotation += 1) {
        const renewed = await istioCa.replaced(present, rotationTimeoutMs);
        const replacedAt = new Date();
        serials.push(renewed.serialHex);
        expect(renewed.notBefore.getTime() - present.notBefore.getTime()).toBeGreaterThanOrEqual(60_000);

        await istioCa.takenByIstiod(renewed);
        istiodSeconds.push((Date.now() - replacedAt.getTime()) / 1000);

        // A new pod's chain is through the new CA; pods with certificates of the old ones talk to it, and it to them.
        const pod = await productpage.addPod();
        const chain = await productpage.chainThrough(renewed, pod);
        expect(chain.slice(1)).toEqual([renewed, subordinate, root, root]);
        const counters = await ratings.untilAnsweredBy(pod);
        expect(counters).toMatchObject({ failedConnections: 0, failed: 0 });
        expect(counters.connections).toBeGreaterThan(0);
        present = renewed;
      }

      const { requests, failures, p99Ms } = await traffic.stop();
      expect(failures).toEqual([]);
      expect((await istioCa.issuedSince(start)).map(({ issuedSerialHex }) => issuedSerialHex)).toEqual(serials);
      // One version for each renewal, all of its parts at once.
      expect(history.versions.map(({ serialHex }) => serialHex)).toEqual(serials);
      expect(history.versions.flatMap(({ failedChecks }) => failedChecks)).toEqual([]);
      expect(await istioCa.istiodRuns()).toEqual(istiodBefore);
      expect(await istioCa.takenLines()).toBe(serials.length);
      recordFigures({ rotations, requests, failures: failures.length, p99Ms, istiodSeconds });

      // What the scenario itself has asked for is named, and nothing else: workloads ask for 24 hours, their CA has one.
      const found = new Set((await setUp.diagnose()).map(({ id }) => id));
      expect([...found]).toEqual(['renew-before-inverted', 'workload-outlives-ca']);
    },
    scenarioTimeoutMs,
  );
});
