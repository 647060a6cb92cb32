import { describe, expect, test } from '@jest/globals';
import { installFlow } from './install-flow.ts';
import { planFlow } from './plan-flow.ts';
import { remainingWork } from './remaining-work.ts';
import { defaultRunOptions, type Run, type RunOptions } from './run.ts';

const run = { id: 'r1', folder: '/out', options: { ...defaultRunOptions, caDepth: 3, istioSettings: ['a=b'] } };
const steps = installFlow(() => undefined);
const plan = planFlow({ run, steps, alreadyDone: { network: {} }, toReset: steps.filter(({ id }) => id === 'istio') });
const actionsOf = (id: string) => plan.find((step) => step.id === id)?.actions.map(({ by, what }) => `${by}: ${what}`);

/** What a run as a guest in a cluster that is there does, step by step. */
function guestPlan(options: Partial<RunOptions>, onExisting: 'refuse' | 'use' = 'refuse') {
  const existingCluster = { context: 'team', onExisting, kubeconfigFiles: [] };
  const guest: Run = { ...run, options: { ...defaultRunOptions, provider: 'existing', existingCluster, ...options } };
  const work = remainingWork(steps, { run: guest, outputs: {} }, { until: 'pod-chain', from: undefined });
  return new Map(planFlow({ run: guest, ...work }).map((step) => [step.id, step]));
}

describe('the plan of a run in a cluster that is there', () => {
  test('says that the cluster is looked at', () => {
    expect(guestPlan({}).get('cluster')?.actions).toEqual([
      { by: 'look', what: 'every object of the cluster of context team' },
    ]);
  });

  test('has cert-manager installed unless it is there, when that one may be used', () => {
    expect(guestPlan({}, 'use').get('cert-manager')?.actions).toEqual([
      { by: 'command', what: expect.stringContaining('helm '), unless: 'cert-manager is there' },
    ]);
    expect(guestPlan({}).get('cert-manager')?.actions[0]).not.toHaveProperty('unless');
  });

  test('makes a Docker network for the mocked AWS, and says that none is needed with AWS itself and published images', () => {
    expect(guestPlan({}).get('network')).toMatchObject({
      title: 'Docker network',
      actions: [{ what: expect.stringContaining('docker network create') }],
    });
    expect(guestPlan({ aws: 'real', artifacts: 'registry' }).get('network')).toMatchObject({
      ...{ title: 'Docker network (none is needed)', actions: [] },
    });
  });
});

describe('the plan of the install flow', () => {
  test('has every step in order, and of each that changes something what it does', () => {
    expect(plan.map(({ id }) => id)).toEqual(steps.map(({ id }) => id));
    const silent = plan.filter(({ actions }) => actions.length === 0).map(({ id }) => id);
    // What is built or fetched depends on the cache; the network is done already here.
    expect(silent).toEqual(['artifacts', 'network']);
  });

  test('follows the options of the run', () => {
    expect(actionsOf('ca-hierarchy')?.filter((action) => action.includes('CreateCertificateAuthority'))).toHaveLength(
      3,
    );
    expect(actionsOf('istio')?.[0]).toContain('--set a=b');
    expect(actionsOf('cluster')?.[0]).toBe(
      'command: kind create cluster --name pca-e2e-r1 --config /out/kind/cluster.yaml --kubeconfig /out/kubeconfig',
    );
  });

  test('says of a run that is gone on with what is done, and what is run again', () => {
    const states = Object.fromEntries(plan.map(({ id, state }) => [id, state]));
    expect(states).toMatchObject({ network: 'done', istio: 'to run again', bookinfo: 'to run' });
  });
});
