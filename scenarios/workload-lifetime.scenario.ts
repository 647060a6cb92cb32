import { describe, expect, test } from '@jest/globals';
import { ControlPlane } from '../harness/scenario/control-plane.ts';
import { useSetUp } from '../harness/scenario/set-up.ts';
import { Workload } from '../harness/scenario/workload.ts';

/** istiod lets every certificate begin two minutes ago, for clocks that are behind. */
const backdatedMs = 2 * 60_000;

/** What a proxy asks for, instead of the 24 h of its default. */
const askFor = (lifetime: string) => ({
  'proxy.istio.io/config': JSON.stringify({ proxyMetadata: { SECRET_TTL: lifetime } }),
});

/**
 * docs/scenarios.md, F22 (istio/istio#18990): a workload asks for a longer life than Istio's CA has left. This istiod cuts
 * every certificate short to its CA's end; earlier ones did so for the default lifetime alone, and only at their start.
 */
describe("workload certificates near the end of Istio's CA", () => {
  const setUp = useSetUp('issuance');

  test('they end with the CA; those that ask for less have all of it', async () => {
    const plane = await ControlPlane.prepare(setUp, 'lifetime');
    await plane.plugIn({ duration: '1h', renewBefore: '5m' });
    await plane.start();
    const namespace = await plane.createWorkloadNamespace();

    const long = await Workload.deploy(setUp, namespace, 'workload', askFor('24h'));
    const [cut, istioCa] = await long.chain();
    expect(cut?.notAfter).toEqual(istioCa?.notAfter);
    const [first] = await setUp.diagnose();
    expect(first).toMatchObject({
      id: 'workload-outlives-ca',
      cause: expect.stringContaining(istioCa?.notAfter.toISOString() ?? 'a CA'),
    });

    const short = await Workload.deploy(setUp, namespace, 'workload', askFor('10m'));
    const [whole] = await short.chain();
    const lifetimeMs = Number(whole?.notAfter) - Number(whole?.notBefore);
    expect(lifetimeMs).toBe(10 * 60_000 + backdatedMs);
    expect(await setUp.diagnose()).toEqual([]);
  });
});
