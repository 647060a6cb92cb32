import { expect, test } from '@jest/globals';
import type { AddedToCluster } from './added-to-cluster.ts';
import { ExistingProvider } from './existing-provider.ts';

const { signal } = new AbortController();

test('a run of an earlier version that has replaced installations is not removed: they would be taken for its own', async () => {
  const cluster: AddedToCluster['cluster'] = {
    ...{ provider: 'existing', name: 'team', context: 'team', kubeconfig: '/nowhere' },
    ...{ serviceAccountIssuer: '', nodeContainers: [] },
  };
  const noted = { cluster, before: [], installs: [], namespaces: [], images: [], imagesBefore: {} };
  const added: AddedToCluster = JSON.parse(JSON.stringify({ ...noted, replaced: { installations: ['Istio'] } }));
  const wait = { signal, waitingFor: () => undefined, observed: () => undefined };
  await expect(new ExistingProvider().remove({ runId: 'trial', added }, wait)).rejects.toMatchObject({
    message: expect.stringContaining('Run trial has replaced installations'),
    remedy: expect.stringContaining('the version of the harness that made it'),
  });
});
