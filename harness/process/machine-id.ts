import { randomBytes, randomUUID } from 'node:crypto';
import { linkSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { hasErrorCode } from '../errors/error-code.ts';
import { NotOwnError, readOwnFileSync } from './own-file.ts';

const ids = new Map<string, string>();

/**
 * A random id of this machine, as this user sees it: made once, in the user's state folder (`XDG_STATE_HOME`, by default
 * `~/.local/state`). It distinguishes a rebooted machine from another one of the same host name.
 *
 * @returns '' where it can be neither read nor kept: nothing is then said of another boot's processes.
 * @see https://specifications.freedesktop.org/basedir-spec/latest/
 */
export function machineId(environment: Readonly<Record<string, string | undefined>> = process.env): string {
  const path = join(environment['XDG_STATE_HOME'] || join(homedir(), '.local', 'state'), 'istio-pca-e2e', 'machine-id');
  const id = ids.get(path) ?? readOrMake(path);
  ids.set(path, id);
  return id;
}

/** A read-only or missing home folder, a full disk; or a file that others may have written. */
const withoutId = ['EACCES', 'EPERM', 'EROFS', 'ENOENT', 'ENOTDIR', 'ENOSPC', 'EDQUOT'];

function readOrMake(path: string): string {
  try {
    return read(path) ?? make(path);
  } catch (error) {
    if (error instanceof NotOwnError || hasErrorCode(error, ...withoutId)) return '';
    throw error;
  }
}

function read(path: string): string | undefined {
  try {
    return /^[0-9a-f]{24}$/.exec(readOwnFileSync(path).trim())?.[0] ?? '';
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

/** By a hard link, which fails where the name is taken: of two processes at once, both take the first one's id. */
function make(path: string): string {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const draft = `${path}.${randomUUID()}`;
  writeFileSync(draft, `${randomBytes(12).toString('hex')}\n`, { mode: 0o600 });
  try {
    linkSync(draft, path);
  } catch (error) {
    if (!hasErrorCode(error, 'EEXIST')) throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  return read(path) ?? '';
}
