import { ComponentError, MachineError } from '../errors/harness-error.ts';
import { CommandError } from '../process/command-error.ts';
import type { Clock } from '../wait/clock.ts';
import { done, type Look, notYet, pollUntil } from '../wait/poll-until.ts';
import { WaitTimeoutError } from '../wait/wait-timeout-error.ts';
import {
  daemonLogPath,
  daemonProcessId,
  findDockerDaemon,
  lastDaemonLogLines,
  rememberOurDaemon,
  runsSystemd,
  systemFolders,
} from './daemon-process.ts';
import { type DockerState, examineDocker } from './docker-state.ts';
import type { Machine, MachineProbe } from './machine.ts';

export type RunningDocker = Extract<DockerState, { status: 'running' }>;

export interface DaemonOptions {
  readonly signal?: AbortSignal;
  readonly clock?: Clock;
}

const startTimeoutMs = 60_000;
const stopTimeoutMs = 30_000;

/**
 * Starts Docker's daemon, or waits for one that is starting already, and returns when it answers. Without systemd it is
 * started directly: the init scripts raise resource limits first, and give up where CAP_SYS_RESOURCE is missing.
 *
 * @throws ComponentError with the daemon's last log lines when it ends or does not answer within a minute
 */
export async function startDockerDaemon(machine: Machine, options: DaemonOptions = {}): Promise<RunningDocker> {
  if (await runsSystemd(machine)) return startUnit(machine, 'start', options);
  // An init script may have been quicker: its daemon only has to be waited for, and is not ours.
  if ((await daemonProcessId(machine)) !== undefined) return untilItAnswers(machine, options);
  const dockerd = await findDockerDaemon(machine);
  if (dockerd === undefined) {
    throw new MachineError('There is no dockerd on this machine', {
      remedy: 'Install the Docker Engine itself (Debian, Ubuntu: apt-get install docker.io), not only its client.',
    });
  }
  const earlierLog = (await machine.readText(daemonLogPath)) ?? '';
  const started = { env: environmentOfDaemon(machine), logPath: daemonLogPath };
  const processId = await machine.startDetached(dockerd, [], started);
  // At once, so that it is still known as ours when the wait is interrupted.
  await rememberOurDaemon(machine, processId);
  return untilItAnswers(machine, options, { processId, logOffset: earlierLog.length });
}

/** Stops the daemon and starts it again, which stops every container: only for a daemon of ours. */
export async function restartDockerDaemon(machine: Machine, options: DaemonOptions = {}): Promise<RunningDocker> {
  if (await runsSystemd(machine)) return startUnit(machine, 'restart', options);
  const processId = await daemonProcessId(machine);
  if (processId !== undefined) {
    machine.terminate(processId);
    await pollUntil(async () => ((await machine.isAlive(processId)) ? notYet('still running') : done(undefined)), {
      waitingFor: `dockerd (process ${processId}) to stop`,
      timeoutMs: stopTimeoutMs,
      ...options,
    });
  }
  return startDockerDaemon(machine, options);
}

async function startUnit(machine: Machine, verb: 'start' | 'restart', options: DaemonOptions): Promise<RunningDocker> {
  try {
    await machine.runOrThrow('systemctl', [verb, 'docker.service']);
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    throw await failure(machine, `systemd could not ${verb} docker.service`, error);
  }
  const docker = await untilItAnswers(machine, options);
  const processId = await daemonProcessId(machine);
  if (processId !== undefined) await rememberOurDaemon(machine, processId);
  return docker;
}

/** A daemon outlives this run: it gets the way to registries and its programs, and none of this run's credentials. */
function environmentOfDaemon({ environment }: MachineProbe): Record<string, string> {
  const passedOn = /^(https?_proxy|no_proxy|ssl_cert_(file|dir)|lang|lc_all)$/i;
  const kept = Object.entries(environment).filter(
    (entry): entry is [string, string] => passedOn.test(entry[0]) && entry[1] !== undefined,
  );
  return { ...Object.fromEntries(kept), PATH: systemFolders.join(':'), HOME: '/root' };
}

/** What was started for it: when that process ends, nothing is left to wait for. */
interface StartedProcess {
  readonly processId: number;
  readonly logOffset: number;
}

async function untilItAnswers(
  machine: Machine,
  options: DaemonOptions,
  started?: StartedProcess,
): Promise<RunningDocker> {
  const look = async (): Promise<Look<RunningDocker>> => {
    const docker = await examineDocker(machine);
    if (docker.status === 'running') return done(docker);
    const ended = started !== undefined && !(await machine.isAlive(started.processId));
    // It also ends when another dockerd was quicker, which then is the one to wait for.
    if (ended && (await daemonProcessId(machine)) === undefined) {
      throw await failure(machine, 'dockerd ended while starting', undefined, started.logOffset);
    }
    return notYet('reason' in docker ? docker.reason : docker.status);
  };
  try {
    return await pollUntil(look, { waitingFor: "Docker's daemon to answer", timeoutMs: startTimeoutMs, ...options });
  } catch (error) {
    if (!(error instanceof WaitTimeoutError)) throw error;
    throw await failure(machine, error.message, error, started?.logOffset);
  }
}

async function failure(machine: Machine, message: string, cause: unknown, logOffset = 0): Promise<ComponentError> {
  return new ComponentError(`${message}\n${await lastDaemonLogLines(machine, logOffset)}`, {
    remedy: "The daemon's last lines, above, name the reason. Put it right and run this again.",
    cause,
  });
}
