import type { Evidence } from '../evidence.ts';
import { withCluster } from './change-evidence.ts';
import type { Example } from './example.ts';
import { type HealthySetUp, podOf } from './healthy-evidence.ts';

export const machineExamples: readonly Example[] = [
  {
    id: 'inotify-limit',
    names: 'fs.inotify.max_user_instances = 128',
    evidence: ({ evidence }) => ({
      ...evidence,
      errors: [
        'kind create cluster --name pca-e2e-x failed with exit code 1\nERROR: failed to create cluster: could not find a log line that matches "Reached target .*Multi-User System.*|detected cgroup v1"',
      ],
      machine: {
        inotifyInstances: 128,
        inotifyWatches: 8_192,
        nodeContainers: 4,
        nodeLog: ['Failed to allocate directory watch: Too many open files'],
      },
      aws: null,
    }),
  },
  {
    id: 'inotify-limit',
    when: 'kube-proxy has none left to watch its configuration with',
    names: 'fs.inotify.max_user_instances = 128',
    evidence: (healthy) => ({
      ...withKubeProxyDown(healthy),
      machine: { inotifyInstances: 128, inotifyWatches: 524_288, nodeContainers: 5, nodeLog: [] },
    }),
  },
  {
    id: 'services-not-routed',
    names: '0/1 CrashLoopBackOff; container kube-proxy restarted 3 times, last ended with exit code 1 (Error)',
    evidence: withKubeProxyDown,
  },
];

function withKubeProxyDown(healthy: HealthySetUp): Evidence {
  const pod = podOf('kube-system', 'kube-proxy-9whq8', { 'k8s-app': 'kube-proxy' }, 'kube-proxy');
  const [container] = pod.containers;
  const down = {
    ...pod,
    summary: '0/1 CrashLoopBackOff',
    isReady: false,
    containers: container
      ? [{ ...container, ready: false, startedAt: null, restarts: 3, lastEnd: 'exit code 1 (Error)' }]
      : [],
  };
  return withCluster(healthy, { pods: [...healthy.evidence.cluster.pods, down] });
}
