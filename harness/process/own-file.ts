import { closeSync, constants, fstatSync, lstatSync, mkdirSync, openSync, readFileSync, type Stats } from 'node:fs';
import { dirname } from 'node:path';
import { hasErrorCode } from '../errors/error-code.ts';
import { UsageError } from '../errors/harness-error.ts';

/** A file or folder that belongs to another user, or that others may write: nothing in it is run, believed or sent to. */
export class NotOwnError extends UsageError {
  constructor(message: string) {
    super(message, {
      remedy:
        'Run this as its owner, or use a folder of your own that no other user may write: `chmod go-w FOLDER FOLDER/*` where it is yours.',
    });
  }
}

/**
 * Reads a file that only this user can have written: a regular file, and no symbolic link, in a folder that is none
 * either; both are this user's own, and neither group nor others may write to them. Folders above are not looked at: in
 * containers of CI the checkout often belongs to another user.
 *
 * @throws NotOwnError for any other file; the system's error where it cannot be read.
 */
export async function readOwnFile(path: string): Promise<string> {
  return readOwnFileSync(path);
}

/** @see {@link readOwnFile} */
export function readOwnFileSync(path: string): string {
  refuseOthersFolder(dirname(path));
  return readOwnFileAnywhere(path);
}

/** As {@link readOwnFile}, in whatever folder: for a file that the user keeps alongside others' work. */
export function readOwnFileAnywhere(path: string): string {
  const file = openFile(path);
  try {
    const stats = fstatSync(file);
    if (!stats.isFile()) throw new NotOwnError(`${path} is not a regular file`);
    refuseOthers(path, stats);
    return readFileSync(file, 'utf8');
  } finally {
    closeSync(file);
  }
}

/** Not blocking: to open a FIFO would wait for its writer. */
function openFile(path: string): number {
  const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants;
  try {
    return openSync(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  } catch (error) {
    if (hasErrorCode(error, 'ELOOP')) throw new NotOwnError(`${path} is a symbolic link`);
    // A socket.
    if (hasErrorCode(error, 'ENXIO')) throw new NotOwnError(`${path} is not a regular file`);
    throw error;
  }
}

/**
 * Makes a folder, with those above it, that no other user may write whatever the umask is; one of the user's own may be there already.
 * Its mode is not changed: what others have put into it would stay.
 *
 * @throws NotOwnError for a folder of others.
 */
export function makeOwnFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  refuseOthersFolder(folder);
}

/** Whether a folder is this user's own, and no other user may write to it; false where there is none. */
export function isOwnFolder(folder: string): boolean {
  try {
    refuseOthersFolder(folder);
    return true;
  } catch (error) {
    if (error instanceof NotOwnError || hasErrorCode(error, 'ENOENT', 'ENOTDIR', 'EACCES')) return false;
    throw error;
  }
}

/** Whether this user made a file or folder, also where others may write to it. */
export const isOwnedByUser = (path: string): boolean => isThisUser(lstatSync(path).uid);

/** @throws NotOwnError for a folder of others; the system's error where there is none. */
export function refuseOthersFolder(folder: string): void {
  const stats = lstatSync(folder);
  if (stats.isSymbolicLink()) throw new NotOwnError(`${folder} is a symbolic link`);
  refuseOthers(folder, stats);
}

const othersMayWrite = 0o022;

/** Windows has no such ids. */
const isThisUser = (uid: number): boolean => uid === (process.getuid?.() ?? uid);

function refuseOthers(path: string, { uid, mode }: Stats): void {
  if (!isThisUser(uid)) throw new NotOwnError(`${path} belongs to user ${uid}, and this is user ${process.getuid?.()}`);
  if ((mode & othersMayWrite) === 0) return;
  throw new NotOwnError(`${path} can be written by other users: its mode is ${(mode & 0o7777).toString(8)}`);
}
