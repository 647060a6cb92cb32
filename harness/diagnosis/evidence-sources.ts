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
  readonly cluster?: {
    readonly kubectl: string;
    readonly kubeconfig: string;
    /** Only these are looked into. @defaultValue all */
    readonly namespaces?: readonly string[];
  };
  /** Whether the run has made its node, so that the node can be looked into. @defaultValue true */
  readonly ownsNode?: boolean;
  /** Whether it has anything in this machine's Docker. @defaultValue true */
  readonly usesDocker?: boolean;
}

/** Lines of each log: enough for what led to a failure, and no more than a person reads. */
const logLines = '500';

/**
 * What the guide's troubleshooting tips look at, and what else tells of a failed set-up, as commands print it. Logs and
 * the public parts of secrets come with the gathered evidence; nothing here prints a key.
 */
export function evidenceSources(from: EvidenceFrom): readonly EvidenceSource[] {
  const { runId, cluster, ownsNode = true, usesDocker = true } = from;
  return [
    ...(usesDocker ? [containersOf(runId)] : []),
    ...(ownsNode ? nodeSources(runId) : []),
    ...(cluster ? clusterSources(cluster) : []),
  ];
}

const containersOf = (runId: string): EvidenceSource => ({
  file: 'docker-containers.txt',
  command: 'docker',
  args: ['ps', '--all', '--filter', `label=${runLabel}=${runId}`],
});

function nodeSources(runId: string): readonly EvidenceSource[] {
  const node = `${nameForRun(runId)}-control-plane`;
  return [
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

function clusterSources({ kubectl, kubeconfig, namespaces }: NonNullable<EvidenceFrom['cluster']>) {
  const places =
    namespaces === undefined
      ? [{ folder: '', where: ['--all-namespaces'] }]
      : namespaces.map((name) => ({ folder: `${name}/`, where: ['--namespace', name] }));
  return places.flatMap(({ folder, where }) =>
    questions.map(
      ([file, ...args]): EvidenceSource => ({
        file: `${folder}${file}`,
        command: kubectl,
        args: ['--kubeconfig', kubeconfig, ...args, ...where],
      }),
    ),
  );
}

/** The file, and what kubectl is asked for. */
const questions: readonly (readonly [file: string, ...args: string[]])[] = [
  ['events.txt', 'get', 'events', '--sort-by', '.lastTimestamp'],
  ['pods.txt', 'get', 'pods', '--output', 'wide'],
  ['pods-described.txt', 'describe', 'pods'],
  ['deployments.txt', 'get', 'deployments', '--output', 'wide'],
  ['awspcaissuers.yaml', 'get', 'awspcaissuers,awspcaclusterissuers', '--output', 'yaml'],
  ['certificates.yaml', 'get', 'certificates', '--output', 'yaml'],
  ['certificaterequests.yaml', 'get', 'certificaterequests', '--output', 'yaml'],
];
