import { ComponentError, MachineError } from '../errors/harness-error.ts';
import { runsSystemd } from './daemon-process.ts';
import type { Machine, MachineProbe } from './machine.ts';

/** Where cgroup v2 is mounted, if it is the machine's cgroup version. */
export const cgroupMount = '/sys/fs/cgroup';

/** What is read of the cgroup at the top of a mount. */
export interface TopCgroup {
  /** `cgroup.controllers`; undefined on cgroup v1, which has no such file. */
  readonly controllers: string | undefined;
  /** `cgroup.type`; undefined for the root of the kernel's hierarchy, the only cgroup without it. */
  readonly type: string | undefined;
  /** `cgroup.subtree_control`: controllers that its children have. */
  readonly enabled: string;
  /** `cgroup.procs` */
  readonly processes: string;
}

export interface NestingWork {
  /** Processes to move into a child. */
  readonly move: readonly string[];
  /** Controllers to enable for children. */
  readonly enable: readonly string[];
}

/**
 * What dockerd needs in a container on cgroup v2 before it starts. A container's own cgroup is the top of what it sees, and
 * its processes are in it; but a cgroup with processes cannot hand controllers on to children ("no internal process"), so
 * no container would start there ("cannot enter cgroupv2 … with domain controllers"). The root of the kernel's hierarchy may
 * do both, and the processes in it are the whole machine's.
 *
 * @returns Undefined where nothing is to be done.
 * @see https://docs.kernel.org/admin-guide/cgroup-v2.html#no-internal-process-constraint
 * @see https://github.com/moby/moby/blob/master/hack/dind, which does the same in images of Docker in Docker
 */
export function nestingWork({ controllers, type, enabled, processes }: TopCgroup): NestingWork | undefined {
  if (controllers === undefined || type === undefined) return undefined;
  const already = new Set(words(enabled));
  const enable = words(controllers).filter((controller) => !already.has(controller));
  // 0 is a process of another PID namespace; written back, it would mean the writer.
  const move = words(processes).filter((processId) => processId !== '0');
  return enable.length === 0 ? undefined : { move, enable };
}

/** {@link nestingWork} of this machine; undefined too where systemd keeps its cgroups. */
export async function neededNesting(probe: MachineProbe, top = cgroupMount): Promise<NestingWork | undefined> {
  if (await runsSystemd(probe)) return undefined;
  const read = (name: string) => probe.readText(`${top}/${name}`);
  const [controllers, type, enabled = '', processes = ''] = await Promise.all([
    read('cgroup.controllers'),
    read('cgroup.type'),
    read('cgroup.subtree_control'),
    read('cgroup.procs'),
  ]);
  return nestingWork({ controllers, type, enabled, processes });
}

/** Processes may start while others are moved: the next round finds them. */
const mostRounds = 10;

/**
 * Moves the processes of the top cgroup into its child `init`, and enables its controllers for children.
 *
 * @throws MachineError where the container may not do that; ComponentError when processes keep appearing.
 */
export async function prepareNesting(machine: Machine, top = cgroupMount): Promise<void> {
  for (let round = 0; round < mostRounds; round += 1) {
    const work = await neededNesting(machine, top);
    if (work === undefined) return;
    await machine.runOrThrow('mkdir', ['-p', `${top}/init`]);
    // ESRCH: the process has ended meanwhile.
    for (const processId of work.move) await write(machine, `${top}/init/cgroup.procs`, processId, 'ESRCH');
    const added = work.enable.map((controller) => `+${controller}`).join(' ');
    // EBUSY: another process has come in meanwhile.
    await write(machine, `${top}/cgroup.subtree_control`, added, 'EBUSY');
  }
  if ((await neededNesting(machine, top)) === undefined) return;
  throw new ComponentError(`The controllers of ${top} cannot be enabled: processes keep appearing in it`, {
    remedy: 'See which ones: cat /sys/fs/cgroup/cgroup.procs. Run this again when they are gone.',
  });
}

async function write(machine: Machine, path: string, text: string, tolerated: string): Promise<void> {
  const refusal = await machine.writeKernelFile(path, text);
  if (refusal === undefined || refusal === tolerated) return;
  throw new MachineError(`${path} cannot be written (${refusal}): no container would start here`, {
    remedy: 'Run the container that this runs in as privileged, with a cgroup namespace of its own (the default).',
  });
}

const words = (text: string): readonly string[] => text.split(/\s+/).filter(Boolean);
