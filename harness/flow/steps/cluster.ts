import { join } from 'node:path';
import type { V1DaemonSet, V1Node } from '@kubernetes/client-node';
import { createClusterCommand } from '../../clusters/kind-provider.ts';
import { type ClusterChoice, clusterProvider, removingProvider } from '../../clusters/select-provider.ts';
import type { ConditionedObject } from '../../kubernetes/conditions.ts';
import { hasCondition } from '../../kubernetes/conditions.ts';
import { connect, type KubernetesClient } from '../../kubernetes/kubernetes-client.ts';
import { resourcePaths } from '../../kubernetes/resource-paths.ts';
import { type WaitListener, watchUntil } from '../../kubernetes/watch-until.ts';
import { done, notYet } from '../../wait/poll-until.ts';
import { clusterChangesNote } from '../cluster-changes-note.ts';
import { forgetCluster, readClusterRecord, recordChanges, recordCluster } from '../cluster-record.ts';
import { looksAt, runsCommand, startsContainer } from '../planned-action.ts';
import type { Run } from '../run.ts';
import { defineStep, type UndoContext } from '../step.ts';
import { checkGuest } from './guest-checks.ts';

const nodeReadyTimeoutMs = 120_000;
/** The run's own cluster goes as a whole; what was added to an existing one goes object by object, pods in their own time. */
const undoBudgetMs = 120_000;

/** The Kubernetes cluster that the guide takes for granted: one that the run makes, or one that is there. */
export const clusterStep = defineStep({
  id: 'cluster',
  title: 'Kubernetes cluster',
  guideStep: 'before',
  needs: ['artifacts', 'network'],
  plan: ({ run, artifacts, kubeconfig }) =>
    run.options.provider === 'existing'
      ? [looksAt(`every object of the cluster of context ${run.options.existingCluster?.context}`)]
      : [
          runsCommand(createClusterCommand({ kind: artifacts.tools.kind, runId: run.id, kubeconfig })),
          startsContainer(artifacts.node.image),
        ],
  async run({ run, outputs, check, ...wait }) {
    const choice = choiceOf(run);
    wait.waitingFor(
      choice.provider === 'kind' ? 'kind to create the cluster' : `the cluster of context ${choice.existing.context}`,
    );
    const provider = clusterProvider(choice);
    const cluster = await provider.create({
      runId: run.id,
      artifacts: outputs.artifacts,
      dockerNetwork: outputs.network.dockerNetwork,
      kubeconfig: join(run.folder, 'kubeconfig'),
      serviceAccountIssuer: oidcIssuerOf(run),
      signal: wait.signal,
      onLine: wait.observed,
      async beforeAdding(added) {
        await recordCluster(run.folder, added);
        check(checkGuest(added));
      },
    });
    const client = connect(cluster.kubeconfig);
    // Beside the node's own start, which is waiting for the most part.
    const loading = provider.loadImages(cluster, { images: outputs.artifacts.imagesToLoad, signal: wait.signal });
    const ready = cluster.provider === 'kind' ? nodeReady(client, wait) : undefined;
    await Promise.all([loading, ready]);
    return cluster;
  },
  undo: remove,
  undoBudgetMs,
  again: { reset: remove },
});

function choiceOf({ options: { provider, existingCluster, aws } }: Run): ClusterChoice {
  if (provider === 'kind' || existingCluster === undefined) return { provider: 'kind' };
  return { provider, existing: { ...existingCluster, needsDockerNetwork: aws === 'mock' } };
}

async function remove({ run, ...wait }: UndoContext): Promise<string | undefined> {
  const added = await readClusterRecord(run.folder);
  const changes = await removingProvider({ added, provider: run.options.provider }).remove(
    { runId: run.id, added },
    wait,
  );
  if (changes === undefined) return undefined;
  await recordChanges(run.folder, changes);
  await forgetCluster(run.folder);
  return clusterChangesNote(changes);
}

async function nodeReady(client: KubernetesClient, wait: WaitListener): Promise<void> {
  await watchUntil<V1Node & ConditionedObject, unknown>(client, { path: resourcePaths.nodes }, hasCondition('Ready'), {
    ...wait,
    what: 'the node to be Ready',
    timeoutMs: nodeReadyTimeoutMs,
  });
  // A pod that calls the API server's Service before kube-proxy has set its rules fails, and is restarted with a pause.
  await watchUntil<V1DaemonSet, void>(
    client,
    { path: resourcePaths.daemonSets('kube-system'), name: 'kube-proxy' },
    ([proxy]) => ((proxy?.status?.numberReady ?? 0) > 0 ? done(undefined) : notYet('none ready')),
    { ...wait, what: 'kube-proxy to route Services', timeoutMs: nodeReadyTimeoutMs },
  );
}

/**
 * The issuer URL that EKS would give this cluster. Nobody serves it: what AWS would read there, the harness publishes
 * to the mocked AWS.
 * @see https://docs.aws.amazon.com/eks/latest/userguide/enable-iam-roles-for-service-accounts.html
 */
function oidcIssuerOf({ id, options }: Run): string {
  return `https://oidc.eks.${options.region}.amazonaws.com/id/${id.replaceAll('-', '').toUpperCase()}`;
}
