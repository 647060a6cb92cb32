import { X509Certificate } from 'node:crypto';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { ControlPlane } from '../harness/scenario/control-plane.ts';
import { opensslVerifyChain } from '../harness/scenario/openssl.ts';
import { useSetUp } from '../harness/scenario/set-up.ts';
import { type Answer, Workload } from '../harness/scenario/workload.ts';

const chainExpiry = 'citadel_server_cert_chain_expiry_timestamp';
const rootExpiry = 'citadel_server_root_cert_expiry_timestamp';

/** What is as it should be with a plugged-in CA, before and after its renewal, though people took it for a failure. */
describe('a mesh whose CA is renewed', () => {
  const setUp = useSetUp('issuance');
  let plane: ControlPlane;
  let old: Workload;

  beforeAll(async () => {
    plane = await ControlPlane.prepare(setUp, 'renewed');
    await plane.plugIn({ rotationPolicy: 'Always' });
    await plane.start();
    old = await Workload.deploy(setUp, await plane.createWorkloadNamespace(), 'old');
  });

  // docs/scenarios.md, F1 (istio/istio#39001, #43654): Java refuses a path that holds a certificate twice. Others pass over it:
  // Go, in istiod, has accepted the same chain already, or there would be no certificate of it.
  test('the root is twice in a chain: OpenSSL and Envoy take it', async () => {
    const chain = await old.chain();
    const ids = chain.map(({ sha256 }) => sha256);
    expect(ids.at(-1)).toBe(ids.at(-2));
    expect(new Set(ids).size).toBe(chain.length - 1);
    expect(await opensslVerifyChain(chain)).toBe('OK');
    await old.untilAnswered(old, isServed);
    expect(await setUp.diagnose()).toEqual([]);
  });

  // docs/scenarios.md, F3 (istio/istio#55464, #54828): in some releases they kept the old CA's end until a restart.
  test('istiod notices the renewed cacerts, and its expiry metrics follow', async () => {
    const [root] = await plane.istiod.distributedRoots();
    const renewed = await plane.renewAndTake();

    expect(await plane.istiod.metric(chainExpiry)).toBe(seconds(renewed.notAfter));
    expect(await plane.istiod.metric(rootExpiry)).toBe(seconds(root?.notAfter));
    expect(await plane.istiod.restarts()).toBe(0);
    expect(await setUp.diagnose()).toEqual([]);
  });

  // docs/scenarios.md, F21 (apache/pulsar-helm-chart#708): the root is the same, so either finds a way to it.
  test('workloads with certificates of the old key and of the new one serve each other', async () => {
    const [, before] = await old.chain();
    const renewed = await plane.renewAndTake();
    const young = await Workload.deploy(setUp, old.namespace, 'young');

    const [, now] = await young.chain();
    expect(now).toEqual(renewed);
    expect(keyOf(now).equals(keyOf(before))).toBe(false);
    expect((await old.chain())[1]).toEqual(before);
    await Promise.all([old.untilAnswered(young, isServed), young.untilAnswered(old, isServed)]);
    expect(await setUp.diagnose()).toEqual([]);
  });
});

const isServed = ({ status }: Answer) => status === 200;
const seconds = (date: Date | undefined) => Number(date) / 1000;
const keyOf = (certificate: { readonly pem: string } | undefined) =>
  new X509Certificate(certificate?.pem ?? '').publicKey;
