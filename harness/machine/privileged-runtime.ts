import { MachineError } from '../errors/harness-error.ts';
import type { ActionLog } from './action-log.ts';
import { isOurDaemon } from './daemon-process.ts';
import { type DaemonOptions, type RunningDocker, restartDockerDaemon } from './docker-daemon.ts';
import type { Machine } from './machine.ts';
import { privilegedContainerStarts } from './privileged-container.ts';
import { daemonConfigPath, howToRegisterRuntime, registerRuntimeWrapper, runtimePath } from './runtime-wrapper.ts';
import { sysResourceInBoundingSet } from './sys-resource.ts';

const registerAction = `install ${runtimePath} and make it Docker's default runtime in ${daemonConfigPath}`;

/**
 * kind's nodes are privileged containers, to which older Dockers (20.10 among them) give every capability there is, also
 * those that the machine lacks. Where CAP_SYS_RESOURCE is missing, one is started to see; only when it fails does Docker
 * get a runtime that leaves the capability out, and only if its daemon is ours to restart.
 *
 * @param docker - undefined in a dry run, where Docker may not run yet
 * @throws MachineError when privileged containers do not start, with what to do about it
 */
export async function ensurePrivilegedContainers(
  machine: Machine,
  docker: RunningDocker | undefined,
  log: ActionLog,
  options: DaemonOptions = {},
): Promise<void> {
  if ((await sysResourceInBoundingSet(machine)) !== 'missing') return;
  if (docker === undefined) {
    await log.act(
      `if a privileged container does not start: ${registerAction}, restart dockerd`,
      async () => undefined,
    );
    return;
  }
  const before = await privilegedContainerStarts(machine, docker.info.architecture);
  if (before.outcome !== 'fails') return;
  await refuseToTouchForeignDocker(machine, docker, before.reason);
  await log.act(registerAction, () => registerRuntimeWrapper(machine));
  await log.act('restart dockerd', () => restartDockerDaemon(machine, options));
  const after = await privilegedContainerStarts(machine, docker.info.architecture);
  if (after.outcome !== 'fails') return;
  throw new MachineError(`Docker starts no privileged container, not even with ${runtimePath}: ${after.reason}`, {
    remedy: 'Give the machine CAP_SYS_RESOURCE, or use another machine.',
  });
}

/** A restart stops containers, and the configuration may be somebody's. */
async function refuseToTouchForeignDocker(machine: Machine, docker: RunningDocker, reason: string): Promise<void> {
  const observed = `This machine lacks CAP_SYS_RESOURCE and Docker starts no privileged container: ${reason}`;
  if (!machine.isRoot || !(await isOurDaemon(machine))) {
    throw new MachineError(observed, {
      remedy: `This Docker was not started by pca-e2e, which therefore leaves it alone. ${howToRegisterRuntime()}`,
    });
  }
  const { runningContainers } = docker.info;
  if (runningContainers > 0) {
    throw new MachineError(observed, {
      remedy: `Docker has to be restarted with another runtime, which would stop the containers that run now (${runningContainers}). Stop them and run this again.`,
    });
  }
}
