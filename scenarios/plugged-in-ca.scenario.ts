import { describe, expect, test } from '@jest/globals';
import { ControlPlane } from '../harness/scenario/control-plane.ts';
import { Issuance } from '../harness/scenario/issuance.ts';
import { useSetUp } from '../harness/scenario/set-up.ts';
import { Workload } from '../harness/scenario/workload.ts';

/** istiod takes its CA from the secret `cacerts` of its own namespace, once, when it starts; else it makes one of its own. */
describe("istiod beside AWS PCA's CA", () => {
  const setUp = useSetUp('issuance');

  // docs/scenarios.md, G8
  test.each(['name', 'namespace'] as const)(
    'cacerts under another %s: everything looks healthy, but istiod has made a CA of its own',
    async (other) => {
      const plane = await ControlPlane.prepare(setUp, 'misplaced');
      const issuance =
        other === 'name' ? plane.issuance : new Issuance(setUp, await setUp.createNamespace('misplaced-ca'));
      const secretName = other === 'name' ? 'istio-cacerts' : 'cacerts';
      await issuance.applyIssuer();
      await issuance.applyCertificate({}, { secretName });
      await issuance.certificateReady();
      await plane.start();

      const [root] = await plane.istiod.distributedRoots();
      expect(root).toMatchObject({ subject: 'O=cluster.local', issuer: 'O=cluster.local' });

      const [first] = await setUp.diagnose();
      expect(first).toMatchObject({
        id: 'cacerts-misplaced',
        cause: expect.stringContaining(`${issuance.namespace}/${secretName}`),
      });
    },
  );

  // docs/scenarios.md, F2: istio/istio#57853. istiod watches the mounted files only when it found them at its start.
  test('cacerts made after istiod started: never taken, until istiod and then the pods are restarted', async () => {
    const plane = await ControlPlane.prepare(setUp, 'late');
    await plane.start();
    const workload = await Workload.deploy(setUp, await plane.createWorkloadNamespace(), 'workload');
    await plane.plugIn();
    await plane.istiod.untilMounted(await plane.istioCa());

    await workload.restart();
    expect(await workload.chain()).toMatchObject([{ issuer: 'O=cluster.local' }, { subject: 'O=cluster.local' }]);
    expect(await plane.istiod.log()).not.toContain('Update Istiod cacerts');
    const [first] = await setUp.diagnose();
    expect(first).toMatchObject({ id: 'cacerts-after-istiod', cause: expect.stringContaining(plane.namespace) });

    await plane.restart();
    await workload.restart();
    const [, istioCa] = await workload.chain();
    expect(istioCa).toEqual(await plane.istioCa());
    expect(await setUp.diagnose()).toEqual([]);
  });

  // docs/scenarios.md, F25: istio/istio#43089. There the slower replica ended ("failed to create CA due to secret write
  // error") and was restarted; this version looks again instead.
  test('two replicas racing at the first start without cacerts: the slower takes over what the other made', async () => {
    const plane = await ControlPlane.prepare(setUp, 'replicas');
    // A large key, made by a slow processor: both have looked for a CA before either has written one.
    await plane.start([
      'values.pilot.replicaCount=2',
      'values.pilot.env.CITADEL_SELF_SIGNED_CA_RSA_KEY_SIZE=4096',
      'values.pilot.resources.limits.cpu=250m',
    ]);

    const log = await plane.istiod.log();
    expect(log).toContain('Failed to create secret istio-ca-secret (secrets "istio-ca-secret" already exists)');
    expect(log).toContain(`Load signing key and cert from existing secret ${plane.namespace}/istio-ca-secret`);
    expect(await plane.istiod.restarts()).toBe(0);
    expect(await setUp.diagnose()).toEqual([]);
  });
});
