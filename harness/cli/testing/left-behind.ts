import { kindClusterLabel, nameForRun, runLabel } from '../../clusters/ownership.ts';
import { containersOfRun, volumesOf } from '../../clusters/run-containers.ts';
import { runCommand } from '../../process/run-command.ts';

const lookTimeoutMs = 10_000;

/** Everything of a run that Docker still has: containers, networks and volumes. Empty once it is undone. */
export async function leftOf(runId: string): Promise<readonly string[]> {
  const name = nameForRun(runId);
  // The whole name, which Docker takes as a pattern: a run's id may be the beginning of another's.
  const filters = [
    `label=${runLabel}=${runId}`,
    `label=${kindClusterLabel}=${name}`,
    `name=^${name}(-aws|-control-plane)?$`,
  ];
  const found = await Promise.all(
    filters.flatMap((filter) => [
      names(['ps', '--all', '--filter', filter, '--format', 'container {{.Names}}']),
      names(['network', 'ls', '--filter', filter, '--format', 'network {{.Name}}']),
      names(['volume', 'ls', '--filter', filter, '--format', 'volume {{.Name}}']),
    ]),
  );
  return [...new Set(found.flat())];
}

/** The volumes of a run's containers, by which they are looked for later: they have neither names nor labels. */
export async function volumesOfRun(runId: string): Promise<readonly string[]> {
  const signal = AbortSignal.timeout(lookTimeoutMs);
  return volumesOf(await containersOfRun(runId, signal), signal);
}

/** Every volume of Docker: a node's own have neither names nor labels, so they are compared before and after a run. */
export const allVolumes = (): Promise<readonly string[]> => names(['volume', 'ls', '--quiet']);

async function names(args: readonly string[]): Promise<readonly string[]> {
  const { stdout } = await runCommand('docker', args);
  return stdout.split('\n').filter(Boolean);
}
