import { CommandError } from '../process/command-error.ts';
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

/**
 * Volumes of their own (kind keeps a node's /var in one): they have no names or labels to find them by later. A
 * container that cannot be looked at has none: it is gone by now, or Docker is only making it, when it is listed already.
 */
export async function volumesOf(
  containers: readonly RunContainer[],
  signal: AbortSignal,
  run: typeof runCommand = runCommand,
): Promise<readonly string[]> {
  if (containers.length === 0) return [];
  const format = '{{range .Mounts}}{{if eq .Type "volume"}}{{.Name}} {{end}}{{end}}';
  const ids = containers.map(({ id }) => id);
  const { stdout } = await run('docker', ['inspect', '--format', format, ...ids], { signal }).catch(thoseThere);
  return stdout.split(/\s+/).filter(Boolean);
}

/** `docker inspect` prints what it finds, and fails when something was not there. */
function thoseThere(error: unknown): { readonly stdout: string } {
  const complaints = error instanceof CommandError ? error.stderr.split('\n').filter(Boolean) : [];
  if (complaints.length > 0 && complaints.every((line) => /no such object/i.test(line))) return error as CommandError;
  throw error;
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
