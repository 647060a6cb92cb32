import { beforeAll, describe, expect, test } from '@jest/globals';
import { restartDeployment } from '../harness/kubernetes/rollout.ts';
import { BookinfoDeployment } from '../harness/scenario/bookinfo-deployment.ts';
import { commitFault } from '../harness/scenario/commit-fault.ts';
import { recordFigures } from '../harness/scenario/figures.ts';
import { Issuance } from '../harness/scenario/issuance.ts';
import { IstioCa } from '../harness/scenario/istio-ca.ts';
import { withoutRepeats } from '../harness/scenario/journal.ts';
import { useSetUp } from '../harness/scenario/set-up.ts';
import { Traffic } from '../harness/scenario/traffic.ts';
import { WaitTimeoutError } from '../harness/wait/wait-timeout-error.ts';
import type { FaultEffect } from '../mocks/contract.ts';

const operation = 'IssueCertificate';
/** For what must not happen. cert-manager reacts within milliseconds, or else in an hour. */
const patienceMs = 3_000;

/**
 * AWS, or a component, fails while Istio's CA is renewed. On the shared set-up: every failure ends, and is followed by
 * a renewal that succeeds.
 *
 * @mostly-waits
 */
describe('a renewal while something fails', () => {
  const setUp = useSetUp('mesh');
  let istioCa: IstioCa;
  let productpage: BookinfoDeployment;

  beforeAll(() => {
    istioCa = new IstioCa(setUp);
    productpage = new BookinfoDeployment(setUp, 'productpage-v1');
  });

  // The issuer's AWS SDK tries three times.
  test.each<readonly [string, FaultEffect, string]>([
    ['an outage', { kind: 'outage' }, 'ServiceUnavailableException'],
    ['throttling', { kind: 'throttle' }, 'ThrottlingException'],
  ])('%s of two tries: the third one issues, and nobody notices', async (_, effect, errorCode) => {
    const traffic = await Traffic.start(setUp);
    const start = await setUp.mock.journalLength();
    await commitFault(setUp, { match: { operation }, when: { times: 2 }, effect });

    const renewed = await istioCa.renew();
    await istioCa.takenByIstiod(renewed);

    const tries = withoutRepeats(await setUp.mock.journal(start)).filter((entry) => entry.operation === operation);
    expect(tries.map((entry) => entry.errorCode)).toEqual([errorCode, errorCode, null]);
    expect(tries.at(-1)?.issuedSerialHex).toBe(renewed.serialHex);
    expect(await setUp.diagnose()).toEqual([]);
    expect((await traffic.stop()).failures).toEqual([]);
  });

  // docs/scenarios.md, F14
  test('slow issuance: the request is Pending until AWS has issued, and then goes on by itself', async () => {
    const traffic = await Traffic.start(setUp);
    const present = await istioCa.current();
    const start = await setUp.mock.journalLength();
    await commitFault(setUp, { effect: { kind: 'slowIssuance', delayMs: 8_000 } });

    await istioCa.beginRenewal();
    await istioCa.requestIs('Pending');
    const [first] = await setUp.diagnose();
    expect(first).toMatchObject({ id: 'issuance-in-progress' });

    const renewed = await istioCa.replaced(present);
    expect(await istioCa.issuedSince(start)).toMatchObject([{ issuedSerialHex: renewed.serialHex }]);
    await istioCa.takenByIstiod(renewed);
    expect(await setUp.diagnose()).toEqual([]);
    expect((await traffic.stop()).failures).toEqual([]);
  });

  const disableCa = async () => {
    const { issuingCaArn } = setUp.outputs['ca-hierarchy'];
    const enable = () => setUp.mock.forceStatus(issuingCaArn, null);
    await setUp.mock.forceStatus(issuingCaArn, 'DISABLED');
    setUp.onCleanUp(enable);
    return enable;
  };

  // docs/scenarios.md, F13: cert-manager/aws-privateca-issuer#424
  test.each<readonly [string, string, () => Promise<() => Promise<void>>]>([
    ['an outage', 'aws-unreachable', () => commitFault(setUp, { match: { operation }, effect: { kind: 'outage' } })],
    ['throttling', 'aws-throttled', () => commitFault(setUp, { match: { operation }, effect: { kind: 'throttle' } })],
    ['a disabled CA', 'ca-disabled', disableCa],
  ])('%s for longer: the old CA serves on, until somebody renews again', async (_, finding, begin) => {
    const traffic = await Traffic.start(setUp);
    const present = await istioCa.current();
    const end = await begin();

    await expect(istioCa.renew()).rejects.toThrow('failed');
    const pod = await productpage.addPod();
    expect((await productpage.chain(pod))[1]).toEqual(present);
    expect((await setUp.diagnose())[0]).toMatchObject({ id: finding });

    await end();
    // What is asked for from now on is issued; what has failed stays so, and to delete it changes nothing.
    const other = new Issuance(setUp, await setUp.createNamespace('after'));
    await other.applyIssuer();
    await other.applyCertificate();
    await other.certificateReady();
    const failed = await istioCa.requestIs('Failed');
    expect((await setUp.diagnose())[0]).toMatchObject({ id: 'request-failed-not-retried' });
    await setUp.kubernetes.objects.delete(failed);
    await expect(istioCa.replaced(present, patienceMs)).rejects.toThrow(WaitTimeoutError);

    const renewed = await istioCa.renew();
    await istioCa.takenByIstiod(renewed);
    expect(await setUp.diagnose()).toEqual([]);
    expect((await traffic.stop()).failures).toEqual([]);
  });

  test.each([
    ['istiod', 'istio-system', 'istiod'],
    ['cert-manager', 'cert-manager', 'cert-manager'],
    ['the issuer', 'cert-manager', 'aws-pca-issuer-aws-privateca-issuer'],
  ])(
    '%s restarted when AWS has accepted the request: it is finished, and nothing is issued twice',
    async (_, namespace, name) => {
      const traffic = await Traffic.start(setUp);
      const present = await istioCa.current();
      const start = await setUp.mock.journalLength();
      await commitFault(setUp, { effect: { kind: 'slowIssuance', delayMs: 10_000 } });

      await istioCa.beginRenewal();
      await istioCa.requestIs('Pending');
      await restartDeployment(setUp.kubernetes, { namespace, name }, setUp.wait);
      const renewed = await istioCa.replaced(present);
      await istioCa.takenByIstiod(renewed);

      const pod = await productpage.addPod();
      expect((await productpage.chain(pod))[1]).toEqual(renewed);
      const asked = withoutRepeats(await setUp.mock.journal(start)).filter((entry) => entry.operation === operation);
      expect(asked).toMatchObject([{ issuedSerialHex: renewed.serialHex }]);
      expect(await setUp.diagnose()).toEqual([]);
      const { requests, failures, p99Ms } = await traffic.stop();
      expect(failures).toEqual([]);
      recordFigures({ requests, failures: failures.length, p99Ms });
    },
  );
});
