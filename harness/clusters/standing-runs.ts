import { runCommand } from '../process/run-command.ts';
import { kindClusterLabel, runFolderLabel, runLabel, runOfName } from './ownership.ts';

/** A run of which something is left in Docker. */
export interface StandingRun {
  readonly runId: string;
  /** Folder of the run as it was when the run was made; undefined when only a cluster is left. */
  readonly folder: string | undefined;
  /** Names of its containers, with their state. */
  readonly containers: readonly string[];
}

/** Every run that has containers or a network in Docker, found by labels alone: from any shell, whatever became of its process. */
export async function standingRuns(signal?: AbortSignal): Promise<readonly StandingRun[]> {
  const abort = signal ? { signal } : {};
  const containers = await runCommand('docker', ['ps', '--all', '--format', containerFormat], abort);
  const networks = await runCommand(
    'docker',
    ['network', 'ls', '--filter', `label=${runLabel}`, '--format', networkFormat],
    abort,
  );
  const runs = new Map<string, { folder: string | undefined; containers: string[] }>();
  const entry = (runId: string) => {
    const known = runs.get(runId) ?? { folder: undefined, containers: [] };
    runs.set(runId, known);
    return known;
  };
  for (const [name = '', state = '', label = '', cluster = ''] of rows(containers.stdout)) {
    const runId = label || runOfName(cluster);
    if (runId) entry(runId).containers.push(`${name} (${state})`);
  }
  for (const [runId = '', folder = ''] of rows(networks.stdout)) entry(runId).folder = folder;
  return [...runs].map(([runId, run]) => ({ runId, ...run }));
}

const label = (name: string) => `{{.Label "${name}"}}`;
const containerFormat = ['{{.Names}}', '{{.State}}', label(runLabel), label(kindClusterLabel)].join('\t');
const networkFormat = [label(runLabel), label(runFolderLabel)].join('\t');

function rows(output: string): readonly (readonly string[])[] {
  return output
    .split('\n')
    .filter(Boolean)
    .map((line) => line.split('\t'));
}
