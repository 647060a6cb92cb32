import { nameForRun, runLabel } from '../../clusters/ownership.ts';
import { runCommand } from '../../process/run-command.ts';

/** Everything of a run that Docker still has: containers, networks and volumes. Empty once it is undone. */
export async function leftOf(runId: string): Promise<readonly string[]> {
  const name = nameForRun(runId);
  const filters = [`label=${runLabel}=${runId}`, `name=${name}`];
  const found = await Promise.all(
    filters.flatMap((filter) => [
      names(['ps', '--all', '--filter', filter, '--format', 'container {{.Names}}']),
      names(['network', 'ls', '--filter', filter, '--format', 'network {{.Name}}']),
      names(['volume', 'ls', '--filter', filter, '--format', 'volume {{.Name}}']),
    ]),
  );
  return [...new Set(found.flat())];
}

/** Every volume of Docker: a node's own have neither names nor labels, so they are compared before and after a run. */
export const allVolumes = (): Promise<readonly string[]> => names(['volume', 'ls', '--quiet']);

async function names(args: readonly string[]): Promise<readonly string[]> {
  const { stdout } = await runCommand('docker', args);
  return stdout.split('\n').filter(Boolean);
}
