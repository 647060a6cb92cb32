import type { V1Deployment, V1Pod } from '@kubernetes/client-node';
import type { DeployedPods } from '../../steps/pods-checks.ts';

interface PodShape {
  readonly containers?: readonly string[];
  /** A native sidecar: an init container that goes on. */
  readonly sidecar?: string;
  readonly phase?: string;
  readonly ready?: boolean;
}

/** A Deployment of that name. */
export function deployment(name: string, { labels = {}, replicas = 1 }: DeploymentShape = {}): V1Deployment {
  return {
    metadata: { namespace: 'n', name, labels },
    spec: { replicas, selector: { matchLabels: { app: name } }, template: {} },
  };
}

interface DeploymentShape {
  readonly labels?: Readonly<Record<string, string>>;
  readonly replicas?: number;
}

/** A pod of the Deployment of that name. */
export function pod(
  app: string,
  { containers = ['c'], sidecar, phase = 'Running', ready = true }: PodShape = {},
): V1Pod {
  const status = (name: string) => ({
    ...{ name, ready, image: '', imageID: '', restartCount: 0 },
    state: phase === 'Running' ? { running: {} } : { waiting: { reason: 'ImagePullBackOff' } },
  });
  const sidecars = sidecar === undefined ? [] : [sidecar];
  return {
    metadata: { namespace: 'n', name: `${app}-1`, labels: { app }, ownerReferences: [replicaSet] },
    spec: {
      containers: containers.map((name) => ({ name })),
      initContainers: sidecars.map((name) => ({ name, restartPolicy: 'Always' })),
    },
    status: { phase, containerStatuses: containers.map(status), initContainerStatuses: sidecars.map(status) },
  };
}

const replicaSet = { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'rs', uid: '1' };

/** Deployments with one pod for each replica that they ask for. */
export const deployed = (deployments: readonly V1Deployment[], shape: PodShape = {}): DeployedPods => ({
  deployments,
  pods: deployments.flatMap(({ metadata, spec }) =>
    Array.from({ length: spec?.replicas ?? 1 }, () => pod(metadata?.name ?? '', shape)),
  ),
});

/** The same with one Deployment's pods as they are said to be. */
export const withPods = (
  { deployments, pods }: DeployedPods,
  app: string,
  shapes: readonly PodShape[],
): DeployedPods => ({
  deployments,
  pods: [
    ...pods.filter(({ metadata }) => metadata?.labels?.['app'] !== app),
    ...shapes.map((shape) => pod(app, shape)),
  ],
});

/** The same without one Deployment, whose pods may still be there. */
export const withoutDeployment = ({ deployments, pods }: DeployedPods, app: string): DeployedPods => ({
  deployments: deployments.filter(({ metadata }) => metadata?.name !== app),
  pods,
});
