import { formatProcess, thisProcess } from '../process/process-identity.ts';
import { runCommand } from '../process/run-command.ts';
import { nameForRun, ownerLabel, runFolderLabel, runLabel } from './ownership.ts';

/** Docker takes a tenth of a second. */
const createTimeoutMs = 20_000;

/**
 * Makes the run's own Docker network. One network a run keeps two runs from meeting, and lets it be removed at the
 * end; the network that kind makes by default is shared and stays for ever.
 *
 * @returns The network's name.
 */
export async function createRunNetwork(options: {
  readonly runId: string;
  readonly runFolder: string;
  readonly signal: AbortSignal;
}): Promise<string> {
  const [docker, ...args] = createNetworkCommand(options);
  options.signal.throwIfAborted();
  // Not ended by the signal: Docker makes a network although the client that asked for it is gone, and it would then come
  // after the look by which the run's undo finds what to remove.
  await runCommand(docker, args, { timeoutMs: createTimeoutMs });
  options.signal.throwIfAborted();
  return nameForRun(options.runId);
}

/** The program and arguments of {@link createRunNetwork}. */
export function createNetworkCommand(options: {
  readonly runId: string;
  readonly runFolder: string;
}): readonly [string, ...string[]] {
  const labels = [
    ...['--label', `${runLabel}=${options.runId}`],
    ...['--label', `${runFolderLabel}=${options.runFolder}`],
    ...['--label', `${ownerLabel}=${formatProcess(thisProcess())}`],
  ];
  // The masquerade option is what kind itself sets, so that the node reaches the outside as on kind's own network.
  const driver = ['--driver', 'bridge', '--opt', 'com.docker.network.bridge.enable_ip_masquerade=true'];
  return ['docker', 'network', 'create', ...driver, ...labels, nameForRun(options.runId)];
}

/** Removes the run's network; none there is no error. */
export async function removeRunNetwork(options: {
  readonly runId: string;
  readonly signal: AbortSignal;
}): Promise<void> {
  const filter = `label=${runLabel}=${options.runId}`;
  const { stdout } = await runCommand('docker', ['network', 'ls', '--quiet', '--filter', filter], {
    signal: options.signal,
  });
  const networks = stdout.split('\n').filter(Boolean);
  if (networks.length > 0) await runCommand('docker', ['network', 'rm', ...networks], { signal: options.signal });
}
