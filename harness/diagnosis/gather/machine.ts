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
  { runId, usesDocker = true }: { readonly runId?: string; readonly usesDocker?: boolean },
  reader: Reader,
  signal: AbortSignal,
): Promise<MachineEvidence> {
  const [limits, nodes] = await Promise.all([
    inotifyLimits(),
    usesDocker ? nodesHere(runId, reader, { timeoutMs: dockerTimeoutMs, signal }) : noNodes,
  ]);
  return { ...limits, ...nodes };
}

type Nodes = Pick<MachineEvidence, 'nodeContainers' | 'nodeLog'>;

const noNodes: Nodes = { nodeContainers: null, nodeLog: [] };

async function inotifyLimits(): Promise<Omit<MachineEvidence, keyof Nodes>> {
  const names = ['max_user_instances', 'max_user_watches'] as const;
  const [inotifyInstances = null, inotifyWatches = null] = await Promise.all(names.map(readLimit));
  return { inotifyInstances, inotifyWatches };
}

async function nodesHere(runId: string | undefined, reader: Reader, options: DockerOptions): Promise<Nodes> {
  const node = runId === undefined ? undefined : `${nameForRun(runId)}-control-plane`;
  const [nodeContainers, nodeLog] = await Promise.all([
    reader.try("Docker's containers", null, async () => {
      const filter = `label=${kindClusterLabel}`;
      const { stdout } = await runCommand('docker', ['ps', '--quiet', '--filter', filter], options);
      return stdout.split('\n').filter(Boolean).length;
    }),
    node === undefined ? [] : reader.try(`log of container ${node}`, [], () => containerLog(node, options)),
  ]);
  return { nodeContainers, nodeLog };
}

interface DockerOptions {
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

async function containerLog(name: string, options: DockerOptions): Promise<readonly string[]> {
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
