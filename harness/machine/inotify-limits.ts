import type { ActionLog } from './action-log.ts';
import type { Machine } from './machine.ts';
import { requirements } from './requirements.ts';

export const instancesSetting = 'fs.inotify.max_user_instances';

/** The kernel's limits that several nodes on one machine run into, and kind's advice for them. */
export const inotifyLimits = [
  { setting: 'fs.inotify.max_user_watches', wanted: requirements.inotifyWatches },
  { setting: instancesSetting, wanted: requirements.inotifyInstances },
] as const;

/** Where Linux shows and takes a setting (proc_sys(5)). */
export const kernelSettingPath = (setting: string): string => `/proc/sys/${setting.replaceAll('.', '/')}`;

/**
 * Raises the limits that are too low, until the machine starts anew. A kernel that does not allow it is left alone: the
 * doctor says what that means.
 *
 * @see https://kind.sigs.k8s.io/docs/user/known-issues/#pod-errors-due-to-too-many-open-files
 */
export async function raiseInotifyLimits(machine: Machine, log: ActionLog): Promise<void> {
  if (!machine.isRoot) return;
  for (const { setting, wanted } of inotifyLimits) {
    // No such file (macOS) reads as NaN, which is less than nothing.
    const actual = Number(await machine.readText(kernelSettingPath(setting)));
    if (actual < wanted) await log.act(`sysctl ${setting}=${wanted}`, () => machine.setKernelSetting(setting, wanted));
  }
}
