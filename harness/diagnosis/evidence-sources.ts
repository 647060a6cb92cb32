import { nameForRun, runLabel } from '../clusters/ownership.ts';

/** One thing to collect: the file it goes to, and the command that prints it. */
export interface EvidenceSource {
  readonly file: string;
  readonly command: string;
  readonly args: readonly string[];
}

export interface EvidenceFrom {
  readonly runId: string;
  /** Present once the cluster's step has passed. */
  readonly cluster?: { readonly kubectl: string; readonly kubeconfig: string };
}

/** Lines of each log: enough for what led to a failure, and no more than a person reads. */
const logLines = '500';

/**
 * What the guide's troubleshooting tips look at, and what else tells of a failed set-up, as commands print it. Logs and
 * the public parts of secrets come with the gathered evidence; nothing here prints a key.
 */
export function evidenceSources({ runId, cluster }: EvidenceFrom): readonly EvidenceSource[] {
  return [...dockerSources(runId), ...(cluster ? clusterSources(cluster.kubectl, cluster.kubeconfig) : [])];
}

function dockerSources(runId: string): readonly EvidenceSource[] {
  const node = `${nameForRun(runId)}-control-plane`;
  return [
    {
      file: 'docker-containers.txt',
      command: 'docker',
      args: ['ps', '--all', '--filter', `label=${runLabel}=${runId}`],
    },
    { file: 'docker-node.log', command: 'docker', args: ['logs', '--tail', logLines, node] },
    {
      file: 'node-kubelet.log',
      command: 'docker',
      args: ['exec', node, 'journalctl', '--no-pager', '--lines', logLines, '--unit', 'kubelet'],
    },
    {
      file: 'node-containerd.log',
      command: 'docker',
      args: ['exec', node, 'journalctl', '--no-pager', '--lines', logLines, '--unit', 'containerd'],
    },
  ];
}

function clusterSources(kubectl: string, kubeconfig: string): readonly EvidenceSource[] {
  const kube = (file: string, ...args: readonly string[]): EvidenceSource => ({
    file,
    command: kubectl,
    args: ['--kubeconfig', kubeconfig, ...args],
  });
  return [
    kube('events.txt', 'get', 'events', '--all-namespaces', '--sort-by', '.lastTimestamp'),
    kube('pods.txt', 'get', 'pods', '--all-namespaces', '--output', 'wide'),
    kube('pods-described.txt', 'describe', 'pods', '--all-namespaces'),
    kube('deployments.txt', 'get', 'deployments', '--all-namespaces', '--output', 'wide'),
    kube('awspcaissuers.yaml', 'get', 'awspcaissuers,awspcaclusterissuers', '--all-namespaces', '--output', 'yaml'),
    kube('certificates.yaml', 'get', 'certificates', '--all-namespaces', '--output', 'yaml'),
    kube('certificaterequests.yaml', 'get', 'certificaterequests', '--all-namespaces', '--output', 'yaml'),
  ];
}
