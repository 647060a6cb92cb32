import { describe, expect, test } from '@jest/globals';
import { awsCalls } from './aws-calls.ts';
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

describe('the plan of a run in AWS itself', () => {
  const calls = (options: Partial<RunOptions>) => {
    const inAws: Run = { ...run, options: { ...defaultRunOptions, aws: 'real', ...options } };
    const planned = planFlow({ run: inAws, steps, alreadyDone: {}, toReset: [] });
    return planned.flatMap(({ actions, undo }) => [...actions, ...undo]).filter(({ by }) => by === 'aws');
  };
  const names = (options: Partial<RunOptions>) => new Set(calls(options).map(({ what }) => what));
  const existingCluster = { context: 'eks', onExisting: 'refuse', kubeconfigFiles: [] } as const;
  const eks = { provider: 'existing', existingCluster } as const;

  test.each([
    ['on kind', {}],
    ['on EKS', eks],
    ['with a role to assume', { awsAccess: { fips: false, assumeRoleArn: 'arn:aws:iam::123456789012:role/ci' } }],
    [
      'with a CA that exists already',
      { issuingCaArn: 'arn:aws:acm-pca:us-east-1:123456789012:certificate-authority/1' },
    ],
  ] as [string, Partial<RunOptions>][])('%s names every call that the table has, and no other', (_, options) => {
    const all = Object.values(awsCalls).flatMap((part) => part({ ...defaultRunOptions, aws: 'real', ...options }));
    expect([...names(options)].sort()).toEqual([...new Set(all.map(({ what }) => what))].sort());
  });

  test('on kind has no OIDC provider, and no token is used: sessions are opened for the issuer', () => {
    const onKind = names({});
    expect(onKind).not.toContain('sts AssumeRoleWithWebIdentity');
    expect(onKind).not.toContain('iam CreateOpenIDConnectProvider');
    expect(calls({})).toContainEqual({ by: 'aws', what: 'sts AssumeRole' });
    const onEks = names(eks);
    expect(onEks).toContain('sts AssumeRoleWithWebIdentity');
    expect(onEks).toContain('iam CreateOpenIDConnectProvider');
    expect(onEks).toContain('iam DeleteOpenIDConnectProvider');
  });

  test('a mocked AWS is not undone call by call: it goes as a whole', () => {
    expect(plan.flatMap(({ undo }) => undo)).toEqual([]);
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
