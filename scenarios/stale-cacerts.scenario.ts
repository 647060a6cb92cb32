import { describe, expect, test } from '@jest/globals';
import { ControlPlane } from '../harness/scenario/control-plane.ts';
import { useSetUp } from '../harness/scenario/set-up.ts';

/** Has istiod read its CA from files that are mounted one by one; those never change. */
const mountedBySubPath = [
  ...['tls.crt', 'tls.key', 'ca.crt'].flatMap((file, index) => [
    `values.pilot.volumeMounts[${index}].name=cacerts`,
    `values.pilot.volumeMounts[${index}].mountPath=/etc/fixed-cacerts/${file}`,
    `values.pilot.volumeMounts[${index}].subPath=${file}`,
  ]),
  'values.pilot.env.ROOT_CA_DIR=/etc/fixed-cacerts',
];

/**
 * docs/scenarios.md, F23 (istio/istio#60446, cert-manager/istio-csr#64): istiod learns of a renewal by its mounted files alone.
 * @see https://kubernetes.io/docs/concepts/storage/volumes/#using-subpath
 */
describe('a renewed cacerts that istiod does not notice', () => {
  const setUp = useSetUp('issuance');

  test('mounted by subPath: istiod signs with the old CA until it is restarted', async () => {
    const plane = await ControlPlane.prepare(setUp, 'stale');
    await plane.plugIn();
    await plane.start(mountedBySubPath);
    const before = await plane.istioCa();
    const renewed = await plane.renew();
    await plane.istiod.untilMounted(renewed);

    expect(await plane.istiod.log()).not.toContain('Update Istiod cacerts');
    expect(await plane.istiod.metric('citadel_server_cert_chain_expiry_timestamp')).toBe(
      Number(before.notAfter) / 1000,
    );
    const [first] = await setUp.diagnose();
    expect(first).toMatchObject({ id: 'istiod-stale-cacerts', cause: expect.stringContaining('subPath') });
    expect(first?.cause).toContain(plane.namespace);

    await plane.restart();
    expect(await setUp.diagnose()).toEqual([]);
  });
});
