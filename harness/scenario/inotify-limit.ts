import { accessSync, constants, readFileSync, writeFileSync } from 'node:fs';

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

/** Lowers the machine's limit of inotify instances for each user while something is done. It is never raised. */
export async function withInotifyLimit<T>(limit: number, run: () => Promise<T>): Promise<T> {
  const before = readFileSync(setting, 'utf8');
  if (limit < Number(before)) writeFileSync(setting, `${limit}\n`);
  try {
    return await run();
  } finally {
    writeFileSync(setting, before);
  }
}
