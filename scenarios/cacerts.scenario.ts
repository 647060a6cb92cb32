import { beforeAll, describe, expect, test } from '@jest/globals';
import type { SecretData } from '../harness/kubernetes/secrets.ts';
import { parsePemBundle } from '../harness/pki/pem-bundle.ts';
import { ControlPlane } from '../harness/scenario/control-plane.ts';
import { createFurtherCa } from '../harness/scenario/further-ca.ts';
import { issueIstioCa } from '../harness/scenario/issued-ca.ts';
import { useSetUp } from '../harness/scenario/set-up.ts';

/** docs/scenarios.md, F8, F9 and F10: a `cacerts` that was filled by hand. istiod takes all of it, or does not start. */
describe('cacerts filled by hand', () => {
  const setUp = useSetUp('issuance');
  let tlsCrt: string;
  let tlsKey: string;
  let root: string;
  let otherRoot: string;

  beforeAll(async () => {
    const issued = await issueIstioCa(setUp);
    [tlsCrt, tlsKey, root] = [issued['tls.crt'] ?? '', issued['tls.key'] ?? '', issued['ca.crt'] ?? ''];
    otherRoot = (await createFurtherCa(setUp)).cas[0]?.certificatePem ?? '';
  });

  const faults: readonly (readonly [string, () => SecretData, string, string, string])[] = [
    // istio/istio-csr#283, cert-manager/cert-manager#2111
    [
      'no ca.crt',
      () => ({ 'tls.crt': tlsCrt, 'tls.key': tlsKey }),
      'incomplete signing CA bundle detected',
      'cacerts-incomplete',
      'ca.crt',
    ],
    [
      'an empty ca.crt',
      () => ({ 'tls.crt': tlsCrt, 'tls.key': tlsKey, 'ca.crt': '' }),
      'cannot verify the cert with the provided root chain and cert pool',
      'cacerts-incomplete',
      'ca.crt',
    ],
    // istio/istio#38528, cert-manager/cert-manager#6113
    [
      'a certificate of one format and a key of the other',
      () => ({ 'tls.crt': tlsCrt, 'ca-key.pem': tlsKey, 'root-cert.pem': root }),
      'incomplete signing CA bundle detected',
      'cacerts-mixed-formats',
      'tls.key',
    ],
    // istio/istio#46855, istio/istio#46600
    [
      'the root of another CA',
      () => ({ 'tls.crt': tlsCrt, 'tls.key': tlsKey, 'ca.crt': otherRoot }),
      'cannot verify the cert with the provided root chain and cert pool',
      'cacerts-root-mismatch',
      'cacerts',
    ],
  ];

  test.each(faults)(
    '%s: istiod crashes, and the diagnosis says why',
    async (_fault, data, lastWords, id, particular) => {
      const plane = await ControlPlane.prepare(setUp, 'cacerts');
      await plane.putSecret('cacerts', data());
      await plane.install();

      expect(await plane.istiod.crashLog()).toContain(lastWords);

      const [first] = await setUp.diagnose();
      expect(first).toMatchObject({ id, cause: expect.stringContaining(particular) });
      expect(first?.cause).toContain(plane.namespace);
    },
  );

  test("istiod's own format is as good: the root is distributed, and nothing is found", async () => {
    const plane = await ControlPlane.prepare(setUp, 'cacerts');
    await plane.putSecret('cacerts', {
      'ca-cert.pem': tlsCrt,
      'ca-key.pem': tlsKey,
      'cert-chain.pem': tlsCrt,
      'root-cert.pem': root,
    });
    await plane.start();

    expect(await plane.istiod.distributedRoots()).toEqual(parsePemBundle(root));
    expect(await setUp.diagnose()).toEqual([]);
  });
});
