import type { RunningCluster } from '../clusters/cluster-provider.ts';
import type { GatherOptions } from '../diagnosis/gather-evidence.ts';
import { bookinfoNamespace } from './bookinfo-namespace.ts';
import { needsDocker } from './needs-docker.ts';
import type { KeptRun } from './run-state.ts';

/** What a run has made that can be looked into when it is diagnosed, however far it came. */
export function evidenceAccess({ run, outputs: { artifacts, cluster, aws } }: Pick<KeptRun, 'run' | 'outputs'>): Pick<
  GatherOptions,
  'cluster' | 'awsAdminEndpoint' | 'awsEndpoint'
> & {
  readonly runId: string;
  readonly ownsNode: boolean;
  readonly usesDocker: boolean;
} {
  return {
    runId: run.id,
    ownsNode: run.options.provider === 'kind',
    usesDocker: needsDocker(run.options),
    ...(artifacts && cluster
      ? {
          cluster: {
            kubectl: artifacts.tools.kubectl,
            istioctl: artifacts.tools.istioctl,
            kubeconfig: cluster.kubeconfig,
            ...namespacesOf(run, cluster),
          },
        }
      : {}),
    ...(aws?.kind === 'mock' ? { awsAdminEndpoint: aws.adminEndpoint } : {}),
    ...(aws?.endpoint === undefined ? {} : { awsEndpoint: aws.endpoint }),
  };
}

/** Of a cluster of somebody's, what the run works in alone: nothing of others goes into its evidence. */
function namespacesOf(run: KeptRun['run'], cluster: RunningCluster): { readonly namespaces?: readonly string[] } {
  if (cluster.provider === 'kind') return {};
  const { certManager } = cluster;
  const ours = ['cert-manager', 'istio-system', bookinfoNamespace(run)];
  return { namespaces: [...new Set([...(certManager === undefined ? [] : [certManager.namespace]), ...ours])] };
}
