import { ownerLabel } from '../../clusters/ownership.ts';
import { probeLabel } from '../../machine/privileged-container.ts';
import { parseProcess, processState } from '../../process/process-identity.ts';
import { runCommand } from '../../process/run-command.ts';
import type { Leftover, LeftoverGroup } from './leftover.ts';

/** Containers and images of an examination of the machine that was killed while it tried a privileged container. */
export async function findProbes(signal: AbortSignal): Promise<readonly LeftoverGroup[]> {
  const owner = `{{.Label "${ownerLabel}"}}`;
  const labelled = ['--filter', `label=${probeLabel}`];
  const containers = ['ps', '--all', ...labelled, '--format', `{{.Names}}\t${owner}`];
  const images = ['image', 'ls', ...labelled, '--format', '{{.Repository}}'];
  const rows = async (args: readonly string[]) =>
    (await runCommand('docker', args, { signal })).stdout.split('\n').filter(Boolean);

  const groups = new Map<string, Leftover[]>();
  const add = (word: string, leftover: Leftover) => groups.set(word, [...(groups.get(word) ?? []), leftover]);
  for (const row of await rows(containers)) {
    const [name = '', word = ''] = row.split('\t');
    add(word, { kind: 'container', name });
  }
  for (const name of await rows(images)) {
    const format = `{{index .Config.Labels "${ownerLabel}"}}`;
    // Listing images shows no labels; and one that its probe removes just now is no leftover.
    const inspected = await runCommand('docker', ['image', 'inspect', '--format', format, name], {
      signal,
      acceptExitCodes: [0, 1],
    });
    if (inspected.exitCode === 0) add(inspected.stdout.trim(), { kind: 'image', name });
  }
  const killed = await Promise.all(
    [...groups].map(async ([word, leftovers]) => {
      const process = parseProcess(word);
      if (process === undefined || (await processState(process)) !== 'gone') return undefined;
      const why = `process ${process.pid}, which examined the machine, is gone`;
      return { runId: undefined, folder: undefined, why, leftovers };
    }),
  );
  return killed.filter((group) => group !== undefined);
}
