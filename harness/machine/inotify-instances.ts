import { readdir, readlink, stat } from 'node:fs/promises';

/** What Linux writes as the target of such a file descriptor. */
const inotifyTarget = 'anon_inode:inotify';
/** `fs.inotify.max_user_instances` counts by user, and the programs of a node that use them run as root. */
const root = 0;

/**
 * How many inotify instances root's programs hold, those in containers too. A descriptor that two processes share counts
 * twice.
 *
 * @returns undefined for who may not look: only root sees what others' programs have open, and only Linux shows it.
 */
export async function inotifyInstancesInUse(): Promise<number | undefined> {
  if (process.platform !== 'linux' || process.getuid?.() !== root) return undefined;
  return instancesHeldBy(root, '/proc');
}

/** The inotify instances of a user's processes, by a folder like Linux's `/proc`. */
export async function instancesHeldBy(userId: number, procFolder: string): Promise<number> {
  const processes = (await readdir(procFolder)).filter((name) => /^\d+$/.test(name));
  let count = 0;
  for (const id of processes) count += await unlessGone(() => instancesOf(`${procFolder}/${id}`, userId), 0);
  return count;
}

async function instancesOf(folder: string, userId: number): Promise<number> {
  if ((await stat(folder)).uid !== userId) return 0;
  const descriptors = await readdir(`${folder}/fd`);
  const targets = await Promise.all(descriptors.map((name) => unlessGone(() => readlink(`${folder}/fd/${name}`), '')));
  return targets.filter((target) => target === inotifyTarget).length;
}

/** Processes end, and close files, while they are looked at. */
async function unlessGone<T>(look: () => Promise<T>, otherwise: T): Promise<T> {
  try {
    return await look();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ESRCH' || code === 'EACCES') return otherwise;
    throw error;
  }
}
