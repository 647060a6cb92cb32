import { beforeAll, describe, expect, test } from '@jest/globals';
import type { CaHierarchy } from '../harness/aws/ca-hierarchy.ts';
import type { SecretData } from '../harness/kubernetes/secrets.ts';
import { parsePemBundle } from '../harness/pki/pem-bundle.ts';
import { accessLog, ControlPlane } from '../harness/scenario/control-plane.ts';
import { createFurtherCa } from '../harness/scenario/further-ca.ts';
import { issueIstioCa } from '../harness/scenario/issued-ca.ts';
import { allowAlso } from '../harness/scenario/issuer-policy.ts';
import { useSetUp } from '../harness/scenario/set-up.ts';
import { type Answer, Workload } from '../harness/scenario/workload.ts';

const multiRoot = 'values.pilot.env.ISTIO_MULTIROOT_MESH=true';

/** Istio's CA comes from under another root: the AWSPCAIssuer was pointed at another hierarchy. */
describe("a changed root of Istio's CA", () => {
  const setUp = useSetUp('issuance');
  let other: CaHierarchy;

  beforeAll(async () => {
    other = await createFurtherCa(setUp);
    await allowAlso(setUp, other.issuingCaArn);
  });

  // docs/scenarios.md, F4 (istio/istio#30947, #22993) and F24 (cert-manager/aws-privateca-issuer#241)
  test('istiod stays with the old root; restarted, it splits the mesh until the last workload is restarted', async () => {
    const plane = await ControlPlane.prepare(setUp, 'root-change');
    await plane.plugIn();
    await plane.start([accessLog]);
    const namespace = await plane.createWorkloadNamespace();
    const old = await Workload.deploy(setUp, namespace, 'old');
    const before = await plane.istiod.distributedRoots();

    await plane.issuance.applyIssuer({ arn: other.issuingCaArn });
    await plane.renew();
    await plane.istiod.untilLogged('Multi root is disabled, updating new ROOT-CA not supported');
    expect(await plane.istiod.distributedRoots()).toEqual(before);
    const [refused] = await setUp.diagnose();
    expect(refused).toMatchObject({ id: 'root-changed-single-root', cause: expect.stringContaining(plane.namespace) });

    await plane.restart();
    const young = await Workload.deploy(setUp, namespace, 'young');
    expect([await old.containers(), await young.containers()]).toEqual(['2/2', '2/2']);
    await Promise.all([old.untilDistrusts(young), young.untilDistrusts(old)]);
    const [split] = await setUp.diagnose();
    expect(split).toMatchObject({ id: 'mesh-trust-split', cause: expect.stringContaining(await young.podName()) });

    await old.restart();
    await serveEachOther(old, young);
  });

  test('ISTIO_MULTIROOT_MESH alone changes nothing: the new ca.crt does not hold the old root', async () => {
    const plane = await ControlPlane.prepare(setUp, 'root-change');
    await plane.plugIn();
    await plane.start([multiRoot]);
    const before = await plane.istiod.distributedRoots();

    await plane.issuance.applyIssuer({ arn: other.issuingCaArn });
    await plane.renew();
    await plane.istiod.untilLogged('Updating new ROOT-CA not supported');
    expect(await plane.istiod.distributedRoots()).toEqual(before);
    const [first] = await setUp.diagnose();
    expect(first).toMatchObject({ id: 'root-changed-single-root', cause: expect.stringContaining(plane.namespace) });
  });

  // istio/istio#47063
  test('with it, and both roots in ca.crt, the mesh moves to the new root without a split', async () => {
    const [ours, theirs] = await Promise.all([issueIstioCa(setUp), issueIstioCa(setUp, other.issuingCaArn)]);
    const bothRoots = `${ours['ca.crt']}${theirs['ca.crt']}`;
    const plane = await ControlPlane.prepare(setUp, 'root-change');
    await plane.putSecret('cacerts', ours);
    await plane.start([multiRoot]);
    const namespace = await plane.createWorkloadNamespace();
    const old = await Workload.deploy(setUp, namespace, 'old');

    await plane.takes({ ...ours, 'ca.crt': bothRoots });
    const young = await Workload.deploy(setUp, namespace, 'young');
    await serveEachOther(old, young);
    await old.restart();

    await plane.takes({ ...theirs, 'ca.crt': bothRoots });
    await young.restart();
    expect([(await old.chain())[1], (await young.chain())[1]]).toEqual([caIn(ours), caIn(theirs)]);
    await serveEachOther(old, young);
  });

  async function serveEachOther(one: Workload, other: Workload): Promise<void> {
    await Promise.all([one.untilAnswered(other, isServed), other.untilAnswered(one, isServed)]);
    expect(await setUp.diagnose()).toEqual([]);
  }
});

const caIn = ({ 'tls.crt': pem = '' }: SecretData) => parsePemBundle(pem)[0];
const isServed = ({ status }: Answer) => status === 200;
