import { describe, expect, test } from '@jest/globals';
import { pcaE2e } from '../harness/cli/testing/pca-e2e.ts';
import { BookinfoDeployment } from '../harness/scenario/bookinfo-deployment.ts';
import { recordFigures } from '../harness/scenario/figures.ts';
import { IstioCa } from '../harness/scenario/istio-ca.ts';
import { opensslVerifyChain } from '../harness/scenario/openssl.ts';
import { useSetUp } from '../harness/scenario/set-up.ts';
import { Traffic } from '../harness/scenario/traffic.ts';
import { Workload } from '../harness/scenario/workload.ts';

/** By hand, as `cmctl renew` does. On the shared set-up: a mesh does not care which of its CA's certificates it has. */
describe('a renewal that is asked for', () => {
  const setUp = useSetUp('mesh');

  test("new pods get the new CA; the old one's certificates stay valid; no request fails", async () => {
    const istioCa = new IstioCa(setUp);
    const productpage = new BookinfoDeployment(setUp, 'productpage-v1');
    const ratings = new BookinfoDeployment(setUp, 'ratings-v1');
    const traffic = await Traffic.start(setUp);
    const start = await setUp.mock.journalLength();
    const present = await istioCa.current();
    const [oldPod] = await productpage.pods();
    const oldChain = oldPod ? await productpage.chain(oldPod) : [];

    const renewed = await istioCa.renew();
    expect(renewed.serialHex).not.toBe(present.serialHex);
    expect(await istioCa.issuedSince(start)).toMatchObject([{ issuedSerialHex: renewed.serialHex }]);
    await istioCa.takenByIstiod(renewed);

    expect(oldPod && (await productpage.chain(oldPod))).toEqual(oldChain);
    expect(await opensslVerifyChain(oldChain)).toBe('OK');
    const newPod = await productpage.addPod();
    expect((await productpage.chain(newPod))[1]).toEqual(renewed);
    expect(await ratings.untilAnsweredBy(newPod)).toMatchObject({ failedConnections: 0, failed: 0 });

    const { requests, failures, p99Ms } = await traffic.stop();
    expect(failures).toEqual([]);
    recordFigures({ requests, failures: failures.length, p99Ms });
    expect(await setUp.diagnose()).toEqual([]);
  });

  test('a workload whose certificate lives 30 s has one of the new CA when its own is due, without a restart', async () => {
    const istioCa = new IstioCa(setUp);
    const namespace = await setUp.createNamespace('short-lived', { 'istio-injection': 'enabled' });
    const shortLived = { 'proxy.istio.io/config': 'proxyMetadata: { SECRET_TTL: 30s }' };
    const workload = await Workload.deploy(setUp, namespace, 'short-lived', shortLived);
    const pod = await workload.podName();

    const renewed = await istioCa.renew();
    const [leaf, ...cas] = await workload.untilChainThrough(renewed);
    expect(Number(leaf?.notAfter) - Date.now()).toBeLessThanOrEqual(30_000);
    expect(cas).toHaveLength(4);
    expect({ pod: await workload.podName(), containers: await workload.containers() }).toEqual({
      pod,
      containers: '2/2',
    });
    expect(await setUp.diagnose()).toEqual([]);
  });

  test('pca-e2e renew follows it from AWS to a workload, and says what replaced what', async () => {
    const istioCa = new IstioCa(setUp);
    const present = await istioCa.current();
    const { stdout, exitCode } = await pcaE2e(['renew', '--json', '--run-dir', setUp.run.folder]);
    const renewed = await istioCa.current();
    expect({ exitCode, ...JSON.parse(stdout) }).toMatchObject({
      exitCode: 0,
      before: { serialDecimal: present.serialDecimal },
      renewals: [{ serialDecimal: renewed.serialDecimal, subject: 'CN=istio-ca', trigger: 'pca-e2e renew' }],
      chain: [{}, { serialDecimal: renewed.serialDecimal }, {}, {}, {}],
    });
  });
});
