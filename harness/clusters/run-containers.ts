import { runCommand } from '../process/run-command.ts';
import { kindClusterLabel, nameForRun, runLabel } from './ownership.ts';

export interface RunContainer {
  readonly id: string;
  readonly name: string;
}

/** A run's containers: those that carry its label, and the nodes of the kind cluster of its name. */
export async function containersOfRun(runId: string, signal: AbortSignal): Promise<readonly RunContainer[]> {
  const labels = [`${runLabel}=${runId}`, `${kindClusterLabel}=${nameForRun(runId)}`];
  // Several filters in one call would ask for containers that carry every label.
  return (await Promise.all(labels.map((label) => containersWith(label, signal)))).flat();
}

/** The nodes of a run's kind cluster. */
export function nodesOfRun(runId: string, signal: AbortSignal): Promise<readonly RunContainer[]> {
  return containersWith(`${kindClusterLabel}=${nameForRun(runId)}`, signal);
}

/** Volumes of their own (kind keeps a node's /var in one): they have no names or labels to find them by later. */
export async function volumesOf(containers: readonly RunContainer[], signal: AbortSignal): Promise<readonly string[]> {
  if (containers.length === 0) return [];
  const format = '{{range .Mounts}}{{if eq .Type "volume"}}{{.Name}} {{end}}{{end}}';
  const ids = containers.map(({ id }) => id);
  const { stdout } = await runCommand('docker', ['inspect', '--format', format, ...ids], { signal });
  return stdout.split(/\s+/).filter(Boolean);
}

async function containersWith(label: string, signal: AbortSignal): Promise<readonly RunContainer[]> {
  const args = ['ps', '--all', '--filter', `label=${label}`, '--format', '{{.ID}} {{.Names}}'];
  const { stdout } = await runCommand('docker', args, { signal });
  return stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => {
      const [id = '', name = ''] = line.split(' ');
      return { id, name };
    });
}
