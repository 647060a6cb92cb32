import type { GatherOptions } from '../diagnosis/gather-evidence.ts';
import type { KeptRun } from './run-state.ts';

/** What a run has made that can be looked into when it is diagnosed, however far it came. */
export function evidenceAccess({ run, outputs: { artifacts, cluster, aws } }: Pick<KeptRun, 'run' | 'outputs'>): Pick<
  GatherOptions,
  'cluster' | 'awsAdminEndpoint' | 'awsEndpoint'
> & {
  readonly runId: string;
} {
  return {
    runId: run.id,
    ...(artifacts && cluster
      ? {
          cluster: {
            kubectl: artifacts.tools.kubectl,
            istioctl: artifacts.tools.istioctl,
            kubeconfig: cluster.kubeconfig,
          },
        }
      : {}),
    ...(aws?.kind === 'mock' ? { awsAdminEndpoint: aws.adminEndpoint } : {}),
    ...(aws?.endpoint === undefined ? {} : { awsEndpoint: aws.endpoint }),
  };
}
