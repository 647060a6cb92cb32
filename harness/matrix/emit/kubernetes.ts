import type { V1Job, V1PersistentVolumeClaim, V1PodSpec } from '@kubernetes/client-node';
import type { EmitRequest } from './emit-request.ts';
import { shardCommand, withBootstrap } from './shard-commands.ts';
import { yamlText } from './yaml-text.ts';

/**
 * An Indexed Job, whose pods each run one shard with a Docker of their own, and the volume that has their reports.
 *
 * @see https://kubernetes.io/docs/tasks/job/indexed-parallel-processing-static/
 */
export function kubernetesJob(request: EmitRequest): string {
  return yamlText(commentFor(request), reportsClaim, jobOf(request));
}

const jobName = 'pca-e2e-matrix';
const reportsName = 'pca-e2e-matrix-reports';
const reportsFolder = '/reports';

/** Written by pods on several nodes. */
const reportsClaim: V1PersistentVolumeClaim = {
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: { name: reportsName },
  spec: { accessModes: ['ReadWriteMany'], resources: { requests: { storage: '10Gi' } } },
};

function jobOf(request: EmitRequest): V1Job {
  const { shards } = request;
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: jobName },
    spec: {
      completionMode: 'Indexed',
      completions: shards,
      parallelism: shards,
      // A combination that fails is what was asked for: it is not tried again, and stops no other shard.
      backoffLimitPerIndex: 0,
      maxFailedIndexes: shards,
      template: { spec: podOf(request) },
    },
  };
}

function podOf({ matrixArguments, shards, image }: EmitRequest): V1PodSpec {
  const script = shardCommand(withBootstrap(matrixArguments), {
    // The index counts from 0.
    of: `$((JOB_COMPLETION_INDEX + 1))/${shards}`,
    folder: `${reportsFolder}/shard-$JOB_COMPLETION_INDEX`,
  });
  return {
    restartPolicy: 'Never',
    automountServiceAccountToken: false,
    containers: [
      {
        name: 'matrix',
        image,
        command: ['sh', '-c', `exec ${script}`],
        // Docker and kind run in the pod, and the kubelet of kind's node reads the kernel's log.
        securityContext: { privileged: true },
        resources: { requests: { cpu: '2', memory: '8Gi', 'ephemeral-storage': '40Gi' } },
        volumeMounts: [
          { name: 'docker', mountPath: '/var/lib/docker' },
          { name: 'reports', mountPath: reportsFolder },
        ],
      },
    ],
    volumes: [
      // Docker's storage cannot be on the container's own file system: an overlay on an overlay.
      { name: 'docker', emptyDir: {} },
      { name: 'reports', persistentVolumeClaim: { claimName: reportsName } },
    ],
  };
}

const commentFor = ({ image }: EmitRequest) => `
Written by \`pca-e2e matrix --emit kubernetes\`: kubectl apply -f this, in a namespace that may run privileged pods
(pod-security.kubernetes.io/enforce: privileged). Nodes need cgroup v2 and 2 CPUs and 8 GiB for each shard.
The image ${image} is built of this project's folder, and pushed to where the nodes can pull it from:
  FROM node:24-trixie
  WORKDIR /istio-pca-e2e
  COPY . .
  RUN npm ci
When the Job has ended, any pod of that image that mounts the claim merges the reports:
  npx pca-e2e matrix --merge ${reportsFolder}/shard-* --run-dir ${reportsFolder}/matrix`;
