import type { MachineProbe } from './machine.ts';

export type ModuleAvailability = 'present' | 'absent' | 'unknown';

/**
 * Whether the running kernel has a module, loaded or not. `absent` only when the kernel's own lists (modules.builtin and
 * modules.dep, see depmod(8)) are here and do not name it; containers and virtual machines often lack these lists.
 */
export async function availabilityOfModule(probe: MachineProbe, name: string): Promise<ModuleAvailability> {
  if (await probe.pathExists(`/sys/module/${name}`)) return 'present';
  const release = (await probe.readText('/proc/sys/kernel/osrelease'))?.trim();
  const lists = await Promise.all(
    ['modules.builtin', 'modules.dep'].map((list) => probe.readText(`/lib/modules/${release}/${list}`)),
  );
  const known = lists.filter((list) => list !== undefined);
  if (known.some((list) => namesModule(list, name))) return 'present';
  return known.length === lists.length ? 'absent' : 'unknown';
}

/** Lines start with a path such as `kernel/net/netfilter/xt_comment.ko.xz`; `-` and `_` mean the same in module names. */
function namesModule(list: string, name: string): boolean {
  return new RegExp(`^\\S*/${name.replaceAll('_', '[-_]')}\\.ko`, 'm').test(list);
}
