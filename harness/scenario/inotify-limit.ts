import { accessSync, constants, readFileSync, writeFileSync } from 'node:fs';
import { MachineError } from '../errors/harness-error.ts';
import { systemMachine } from '../machine/system-machine.ts';

const setting = '/proc/sys/fs/inotify/max_user_instances';

/** Whether this process may change the machine's limit of inotify instances. */
export function mayLowerInotifyLimit(): boolean {
  try {
    accessSync(setting, constants.W_OK);
    return process.getuid?.() === 0;
  } catch (error) {
    if (/^(ENOENT|EACCES|EROFS)$/.test((error as NodeJS.ErrnoException).code ?? '')) return false;
    throw error;
  }
}

/**
 * Lowers the machine's limit of inotify instances for each user while something is done. It is never raised.
 *
 * @throws MachineError while another process does the same: it would put back what this one has lowered it to.
 */
export async function withInotifyLimit<T>(limit: number, run: () => Promise<T>): Promise<T> {
  await using lock = await systemMachine().tryLock('inotify-limit');
  if (lock === undefined) throw new MachineError("Another process has lowered this machine's inotify limit");
  const before = readFileSync(setting, 'utf8');
  if (limit < Number(before)) writeFileSync(setting, `${limit}\n`);
  try {
    return await run();
  } finally {
    writeFileSync(setting, before);
  }
}
