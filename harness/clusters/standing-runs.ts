import { type ProcessIdentity, parseProcess } from '../process/process-identity.ts';
import { askDocker } from './ask-docker.ts';
import { kindClusterLabel, ownerLabel, runFolderLabel, runLabel, runOfName } from './ownership.ts';

/** A run of which something is left: in Docker or, of one that needs none, elsewhere. */
export interface StandingRun {
  readonly runId: string;
  /** Folder of the run as it was when the run was made; undefined when only a cluster is left. */
  readonly folder: string | undefined;
  /** The process that made it; undefined when only a cluster is left, which cannot say. */
  readonly owner: ProcessIdentity | undefined;
  /** Names of its containers, with their state. */
  readonly containers: readonly string[];
  readonly networks: readonly string[];
}

/**
 * Every run that has containers or a network in Docker, found by labels alone: from any shell, whatever became of its
 * process.
 *
 * @throws DockerAwayError when there is no Docker, or it does not answer.
 */
export async function standingRuns(signal?: AbortSignal): Promise<readonly StandingRun[]> {
  const abort = signal ? { signal } : {};
  const containers = await askDocker(['ps', '--all', '--format', containerFormat], abort);
  const networks = await askDocker(
    ['network', 'ls', '--filter', `label=${runLabel}`, '--format', networkFormat],
    abort,
  );
  const runs = new Map<string, Mutable<StandingRun>>();
  const entry = (runId: string) => {
    const known = runs.get(runId) ?? { runId, folder: undefined, owner: undefined, containers: [], networks: [] };
    runs.set(runId, known);
    return known;
  };
  for (const [name = '', state = '', label = '', cluster = ''] of rows(containers.stdout)) {
    const runId = label || runOfName(cluster);
    if (runId) entry(runId).containers.push(`${name} (${state})`);
  }
  for (const [name = '', runId = '', folder = '', owner = ''] of rows(networks.stdout)) {
    const run = entry(runId);
    run.networks.push(name);
    run.folder = folder;
    run.owner = parseProcess(owner);
  }
  return [...runs.values()];
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] extends readonly (infer Item)[] ? Item[] : T[Key] };

const label = (name: string) => `{{.Label "${name}"}}`;
const containerFormat = ['{{.Names}}', '{{.State}}', label(runLabel), label(kindClusterLabel)].join('\t');
const networkFormat = ['{{.Name}}', label(runLabel), label(runFolderLabel), label(ownerLabel)].join('\t');

function rows(output: string): readonly (readonly string[])[] {
  return output
    .split('\n')
    .filter(Boolean)
    .map((line) => line.split('\t'));
}
