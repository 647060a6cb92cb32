import type { MachineProbe } from './machine.ts';

/** linux/capability.h: `#define CAP_SYS_RESOURCE 24`. */
const sysResourceBit = 24n;

/**
 * Whether processes of this machine can hold CAP_SYS_RESOURCE, which `docker run --privileged` (and so kind) asks for.
 * `unknown` where there is no /proc, as on macOS: the daemon's virtual machine has it there.
 */
export async function sysResourceInBoundingSet(probe: MachineProbe): Promise<'present' | 'missing' | 'unknown'> {
  const boundingSet = parseBoundingSet((await probe.readText('/proc/self/status')) ?? '');
  if (boundingSet === undefined) return 'unknown';
  return (boundingSet >> sysResourceBit) & 1n ? 'present' : 'missing';
}

/** The bit mask after `CapBnd:` in /proc/PID/status (proc(5)); undefined when there is none. */
export function parseBoundingSet(status: string): bigint | undefined {
  const mask = /^CapBnd:\s*([0-9a-f]+)$/m.exec(status)?.[1];
  return mask === undefined ? undefined : BigInt(`0x${mask}`);
}
