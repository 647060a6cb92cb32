import { MachineError } from '../errors/harness-error.ts';
import { done, notYet, pollUntil } from '../wait/poll-until.ts';
import { ActionLog, type ActionLogOptions } from './action-log.ts';
import type { HostTool } from './check.ts';
import { daemonLogPath, findDockerDaemon, runsSystemd } from './daemon-process.ts';
import { aptGetInstall, aptGetUpdate, dockerPackages } from './debian-packages.ts';
import { type DaemonOptions, type RunningDocker, startDockerDaemon } from './docker-daemon.ts';
import { type DockerProblem, dockerProblem } from './docker-problem.ts';
import { type DockerState, examineDocker } from './docker-state.ts';
import { missingTools } from './host-tools.ts';
import { raiseInotifyLimits } from './inotify-limits.ts';
import { howToInstallTools } from './install-hints.ts';
import type { Machine } from './machine.ts';
import { cgroupMount, neededNesting, prepareNesting } from './nested-cgroups.ts';
import { type Distribution, distributionOf, isDebianLike } from './operating-system.ts';
import { ensurePrivilegedContainers } from './privileged-runtime.ts';
import { systemMachine } from './system-machine.ts';

export interface BootstrapOptions extends DaemonOptions, ActionLogOptions {
  /** Programs that must be there afterwards. @defaultValue none */
  readonly hostTools?: readonly HostTool[];
  /** Whether Docker must be, too, and carry a node. @defaultValue true */
  readonly needsDocker?: boolean;
  /** Receives what apt prints, as it comes. */
  readonly onLine?: (line: string) => void;
  /** @defaultValue the machine this process runs on */
  readonly machine?: Machine;
}

export interface BootstrapResult {
  /** What was done to the machine, in order; empty when it was ready. With `dryRun`: what would have been done. */
  readonly actions: readonly string[];
}

/** apt on a slow mirror and two starts of dockerd, with room. */
const otherBootstrapTimeoutMs = 600_000;

/**
 * Makes a machine able to run kind: Docker answers, privileged containers start, the host tools are there, several nodes
 * find inotify instances. For a run that needs no Docker, the host tools alone. What is there already is left alone. Installs only on Debian and its relatives, as root; no package is ever removed for it.
 *
 * @throws MachineError where it may not or cannot do so, with the commands for that platform as the remedy
 * @throws ComponentError when apt fails or Docker's daemon does not come up, with its last lines
 */
export async function bootstrapMachine(options: BootstrapOptions = {}): Promise<BootstrapResult> {
  options.signal?.throwIfAborted();
  const { machine = systemMachine(options.signal), hostTools = [], needsDocker = true } = options;
  const log = new ActionLog(options);
  await using _lock = options.dryRun ? undefined : await lockMachine(machine, options);

  const docker: DockerState = needsDocker ? await examineDocker(machine) : { status: 'not-asked' };
  const distribution = await distributionOf(machine);
  const problem = dockerProblem(docker, machine.platform, distribution);
  const tools = await missingTools(machine, hostTools);
  refuseWhatCannotBeDone(machine, distribution, problem, tools);

  const lacksDocker =
    docker.status === 'absent' || (problem !== undefined && (await findDockerDaemon(machine)) === undefined);
  await install(machine, lacksDocker, tools, log, options);
  if (!needsDocker) return { actions: log.actions };
  const running =
    docker.status === 'running' && !options.dryRun ? docker : await start(machine, problem !== undefined, log, options);
  await ensurePrivilegedContainers(machine, running, log, options);
  await raiseInotifyLimits(machine, log);
  return { actions: log.actions };
}

/** Two runs that begin together must not both install, or restart each other's daemon. */
async function lockMachine(machine: Machine, options: DaemonOptions): Promise<AsyncDisposable | undefined> {
  // The lock is something that only Linux has; and nothing is installed anywhere else.
  if (machine.platform !== 'linux') return undefined;
  const look = async () => {
    const lock = await machine.tryLock('istio-pca-e2e/bootstrap');
    return lock === undefined ? notYet('still at work') : done(lock);
  };
  return pollUntil(look, {
    waitingFor: 'another bootstrap of this machine to end',
    timeoutMs: otherBootstrapTimeoutMs,
    ...options,
  });
}

function refuseWhatCannotBeDone(
  machine: Machine,
  distribution: Distribution | undefined,
  problem: DockerProblem | undefined,
  tools: readonly HostTool[],
): void {
  const hasApt = distribution !== undefined && isDebianLike(distribution);
  const asRoot = hasApt && !machine.isRoot ? 'Run this as root, and it is done for you. Or do it yourself. ' : '';
  if (problem !== undefined && !(machine.isRoot && problem.solvedByBootstrap)) {
    const remedy = problem.solvedByBootstrap ? `${asRoot}${problem.remedy}` : problem.remedy;
    throw new MachineError(`Docker cannot be used: ${problem.observed}`, { remedy });
  }
  if (tools.length > 0 && !(machine.isRoot && hasApt)) {
    const listed = tools.map(({ command, why }) => `${command} (needed to ${why})`).join(', ');
    const remedy = `${asRoot}${howToInstallTools(tools, distribution)}`;
    throw new MachineError(`Missing on this machine: ${listed}`, { remedy });
  }
}

async function install(
  machine: Machine,
  lacksDocker: boolean,
  tools: readonly HostTool[],
  log: ActionLog,
  { onLine = ignoreLine }: BootstrapOptions,
): Promise<void> {
  if (!lacksDocker && tools.length === 0) return;
  await log.act('apt-get update', () => aptGetUpdate(machine, onLine));
  // Asked after the update: a fresh machine has no package lists before.
  const forDocker = lacksDocker ? await dockerPackages(machine) : [];
  const packages = [...forDocker, ...new Set(tools.map(({ debianPackage }) => debianPackage))];
  await log.act(`apt-get install ${packages.join(' ')}`, () => aptGetInstall(machine, packages, onLine));
}

async function start(
  machine: Machine,
  isNeeded: boolean,
  log: ActionLog,
  options: BootstrapOptions,
): Promise<RunningDocker | undefined> {
  if (!isNeeded) return undefined;
  if ((await neededNesting(machine)) !== undefined) {
    await log.act(`move the processes of ${cgroupMount} into its cgroup init (cgroup v2)`, () =>
      prepareNesting(machine),
    );
  }
  const action = (await runsSystemd(machine)) ? 'systemctl start docker' : `start dockerd (log: ${daemonLogPath})`;
  return log.act(action, () => startDockerDaemon(machine, options));
}

function ignoreLine(): void {
  // apt's output is for those who ask for it; when apt fails, the error holds its last lines.
}
