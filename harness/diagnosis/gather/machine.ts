import { readFile } from 'node:fs/promises';
import { kindClusterLabel, nameForRun } from '../../clusters/ownership.ts';
import { CommandError } from '../../process/command-error.ts';
import { runCommand } from '../../process/run-command.ts';
import type { MachineEvidence } from '../evidence.ts';
import type { Reader } from './reader.ts';

const dockerTimeoutMs = 5_000;
const nodeLogLines = '200';

/** What this machine limits, and what its Docker runs: clusters that do not come up fail here. */
export async function machineEvidence(
  runId: string | undefined,
  reader: Reader,
  signal: AbortSignal,
): Promise<MachineEvidence> {
  const options = { timeoutMs: dockerTimeoutMs, signal };
  const node = runId === undefined ? undefined : `${nameForRun(runId)}-control-plane`;
  const [inotifyInstances, inotifyWatches, nodeContainers, nodeLog] = await Promise.all([
    readLimit('max_user_instances'),
    readLimit('max_user_watches'),
    reader.try("Docker's containers", null, async () => {
      const filter = `label=${kindClusterLabel}`;
      const { stdout } = await runCommand('docker', ['ps', '--quiet', '--filter', filter], options);
      return stdout.split('\n').filter(Boolean).length;
    }),
    node === undefined ? [] : reader.try(`log of container ${node}`, [], () => containerLog(node, options)),
  ]);
  return { inotifyInstances, inotifyWatches, nodeContainers, nodeLog };
}

async function containerLog(
  name: string,
  options: { timeoutMs: number; signal: AbortSignal },
): Promise<readonly string[]> {
  try {
    const { stdout, stderr } = await runCommand('docker', ['logs', '--tail', nodeLogLines, name], options);
    return [...stdout.split('\n'), ...stderr.split('\n')].filter(Boolean);
  } catch (error) {
    // No such container: the run failed before its cluster, or its kind create has removed it again.
    if (error instanceof CommandError && /No such container/.test(error.stderr)) return [];
    throw error;
  }
}

/** A limit of Linux's; null elsewhere. */
async function readLimit(name: string): Promise<number | null> {
  try {
    return Number(await readFile(`/proc/sys/fs/inotify/${name}`, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
