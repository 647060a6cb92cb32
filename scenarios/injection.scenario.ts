import { describe, expect, test } from '@jest/globals';
import { ControlPlane } from '../harness/scenario/control-plane.ts';
import { useSetUp } from '../harness/scenario/set-up.ts';
import { Workload } from '../harness/scenario/workload.ts';

/** docs/scenarios.md, G7: a pod gets its sidecar, and with it a certificate, when it is made, and only where that is asked for. */
describe('a pod without a sidecar', () => {
  const setUp = useSetUp('issuance');

  test('its namespace does not ask for one: 1/1, and no secret to read, until labelled and restarted', async () => {
    const plane = await ControlPlane.prepare(setUp, 'injection');
    await plane.plugIn();
    await plane.start();
    const namespace = await plane.createPlainNamespace();
    const workload = await Workload.deploy(setUp, namespace, 'workload');

    expect(await workload.containers()).toBe('1/1');
    await expect(workload.chain()).rejects.toThrow(/failed to execute command on .+ sidecar/);
    const [first] = await setUp.diagnose();
    expect(first).toMatchObject({ id: 'namespace-without-injection', cause: expect.stringContaining(namespace) });

    await plane.injectInto(namespace);
    await workload.restart();
    expect(await workload.containers()).toBe('2/2');
    expect(await setUp.diagnose()).toEqual([]);
  });

  test('it is older than istiod: 1/1 in a namespace with the label, until restarted', async () => {
    const plane = await ControlPlane.prepare(setUp, 'injection');
    await plane.plugIn();
    const workload = await Workload.deploy(setUp, await plane.createWorkloadNamespace(), 'workload');
    await plane.start();

    expect(await workload.containers()).toBe('1/1');
    const [first] = await setUp.diagnose();
    expect(first).toMatchObject({
      id: 'pod-older-than-istiod',
      cause: expect.stringContaining(`${workload.namespace}/${await workload.podName()}`),
    });

    await workload.restart();
    expect(await workload.containers()).toBe('2/2');
    expect(await setUp.diagnose()).toEqual([]);
  });
});
