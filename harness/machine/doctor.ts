import type { Check, CheckContext, MachineDemands } from './check.ts';
import { cgroupCheck } from './checks/cgroup.ts';
import { coresCheck } from './checks/cores.ts';
import { diskCheck } from './checks/disk.ts';
import { dockerCheck } from './checks/docker.ts';
import { hostPortsCheck } from './checks/host-ports.ts';
import { hostToolsCheck } from './checks/host-tools.ts';
import { inotifyCheck } from './checks/inotify.ts';
import { ipForwardingCheck } from './checks/ip-forwarding.ts';
import { kernelCheck } from './checks/kernel.ts';
import { memoryCheck } from './checks/memory.ts';
import { networksCheck } from './checks/networks.ts';
import { operatingSystemCheck } from './checks/operating-system.ts';
import { privilegedContainersCheck } from './checks/privileged-containers.ts';
import { type DockerState, examineDocker } from './docker-state.ts';
import { type Finding, type MachineReport, verdictOf, warning } from './finding.ts';
import type { MachineProbe } from './machine.ts';
import { systemMachine } from './system-machine.ts';

/** Everything that is looked at, in the order of the report. */
export const machineChecks: readonly Check[] = [
  operatingSystemCheck,
  coresCheck,
  memoryCheck,
  diskCheck,
  dockerCheck,
  privilegedContainersCheck,
  cgroupCheck,
  inotifyCheck,
  kernelCheck,
  ipForwardingCheck,
  hostPortsCheck,
  networksCheck,
  hostToolsCheck,
];

export interface ExamineOptions extends MachineDemands {
  /** @defaultValue the machine this process runs on */
  readonly probe?: MachineProbe;
  readonly signal?: AbortSignal;
}

/**
 * Looks at everything that such a run depends on, and changes nothing: where a privileged container has to be tried, it and
 * its image are removed again.
 *
 * @returns a finding per question that makes sense here; `verdict` is `unfit` when one of them is fatal (exit code 3)
 * @throws the signal's reason when it fires
 */
export async function examineMachine(options: ExamineOptions): Promise<MachineReport> {
  const { probe = systemMachine(options.signal), signal, ...demands } = options;
  signal?.throwIfAborted();
  const { needsDocker = true, makesNode = true } = demands;
  const docker: DockerState = needsDocker ? await examineDocker(probe) : { status: 'not-asked' };
  const context: CheckContext = { probe, demands, docker };
  const isThere = { docker: needsDocker, node: makesNode };
  const asked = machineChecks.filter(({ askedFor }) => askedFor === undefined || isThere[askedFor]);
  const findings = await Promise.all(asked.map((check) => examine(check, context, signal)));
  const made = findings.filter((finding) => finding !== undefined);
  return { verdict: verdictOf(made), findings: made };
}

/** One check that breaks must not hide what the others found: it becomes a finding of its own. */
async function examine(
  check: Check,
  context: CheckContext,
  signal: AbortSignal | undefined,
): Promise<Finding | undefined> {
  const { id, title } = check;
  try {
    const assessment = await check.run(context);
    return assessment === undefined ? undefined : { id, title, ...assessment };
  } catch (error) {
    signal?.throwIfAborted();
    const reason = error instanceof Error ? error.message : String(error);
    const remedy = 'Look at it by hand; the run goes on without this check.';
    return { id, title, ...warning('to be examined', `could not be examined: ${reason}`, remedy) };
  }
}
