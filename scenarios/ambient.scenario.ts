import { describe, expect, test } from '@jest/globals';
import { currentSession } from '../harness/cli/scenario-session.ts';
import { AmbientMesh } from '../harness/scenario/ambient-mesh.ts';
import { ControlPlane } from '../harness/scenario/control-plane.ts';
import { createFurtherCa } from '../harness/scenario/further-ca.ts';
import { allowAlso } from '../harness/scenario/issuer-policy.ts';
import { useSetUp } from '../harness/scenario/set-up.ts';
import { type Answer, Workload } from '../harness/scenario/workload.ts';

const testOfPublishedImages = currentSession().options.artifacts === 'registry' ? test : test.skip;

/** ztunnel and istio-cni are built from sources that no package registry has: these run with published images alone. */
describe('ambient mode (only where a container registry answers: ztunnel is not built here)', () => {
  const setUp = useSetUp('issuance', { freshBecause: "istio-cni changes the node's network for good" });

  // docs/scenarios.md, F6 (istio/ztunnel#1061, with Istio 1.22.0): istiod then sent the CAs of the chain in one piece, of which
  // ztunnel took the first; since then it sends them one by one.
  testOfPublishedImages('a subordinate CA in AWS: ztunnel knows the issuer of its peers', async () => {
    const { mesh, client, server } = await ambientMesh();
    await client.untilAnswered(server, isServed);
    expect(await mesh.ztunnelLog()).not.toContain('UnknownIssuer');
    expect(await setUp.diagnose()).toEqual([]);
  });

  // docs/scenarios.md, F5 (istio/ztunnel#1679, istio/istio#47427): ztunnel keeps each workload's certificate, and the root that
  // came with it, for half of its life.
  testOfPublishedImages(
    'a changed root: ztunnel refuses new workloads for old ones until it is restarted',
    async () => {
      const { plane, mesh, client, server } = await ambientMesh();
      await client.untilAnswered(server, isServed);

      const other = await createFurtherCa(setUp);
      await allowAlso(setUp, other.issuingCaArn);
      await plane.issuance.applyIssuer({ arn: other.issuingCaArn });
      await plane.renew();
      await plane.restart();
      const young = await Workload.deploy(setUp, server.namespace, 'young');
      await client.untilAnswered(young, isRefused);
      await mesh.ztunnelLogs(/invalid peer certificate/);
      const [first] = await setUp.diagnose();
      expect(first).toMatchObject({ id: 'ambient-root-rotation', cause: expect.stringContaining(plane.namespace) });

      await mesh.restartZtunnel();
      await client.untilAnswered(young, isServed);
      expect(await setUp.diagnose()).toEqual([]);
    },
  );

  async function ambientMesh() {
    const plane = await ControlPlane.prepare(setUp, 'ambient');
    await plane.plugIn();
    const mesh = await AmbientMesh.start(setUp, plane);
    const namespace = await mesh.createNamespace();
    const [client, server] = await Promise.all([
      Workload.deploy(setUp, namespace, 'client'),
      Workload.deploy(setUp, namespace, 'server'),
    ]);
    return { plane, mesh, client, server };
  }
});

const isServed = ({ status }: Answer) => status === 200;
/** ztunnel passes connections, not requests: it resets those whose other end it does not trust. */
const isRefused = ({ status }: Answer) => status === 0;
