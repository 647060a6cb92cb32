import { randomUUID } from 'node:crypto';
import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { hasErrorCode } from '../../errors/error-code.ts';
import { isAlive } from '../../process/process-identity.ts';
import { processStat } from '../../process/process-stat.ts';
import { done, notYet, pollUntil } from '../../wait/poll-until.ts';

/** Long enough for the longest build on a slow machine. */
const lockTimeoutMs = 60 * 60_000;

interface Holder {
  readonly pid: number;
  /** When the process started, in clock ticks after boot: tells a holder from a later process with the same id. */
  readonly startedTicks: string | undefined;
  readonly token: string;
}

export interface LockOptions {
  readonly signal: AbortSignal;
  /** Told once for each other process that is waited for. */
  readonly onWaiting: (holderPid: number) => void;
}

/**
 * Takes a lock file for as long as the returned value is not disposed of, waiting while another living process holds it. A lock whose
 * process is gone (killed, machine restarted) is taken over.
 */
export async function lockUnit(path: string, options: LockOptions): Promise<AsyncDisposable> {
  await mkdir(dirname(path), { recursive: true });
  const mine: Holder = {
    pid: process.pid,
    startedTicks: (await processStat(process.pid)).startedTicks,
    token: randomUUID(),
  };
  await pollUntil(
    async () => {
      if (await claim(path, mine)) return done(undefined);
      const holder = await readHolder(path);
      if (holder === undefined) return notYet('a lock that was just released');
      if (await isAlive(holder)) return notYet(`process ${holder.pid} builds it`);
      await takeAway(path, holder);
      return notYet(`the lock of process ${holder.pid}, which is gone`);
    },
    {
      waitingFor: `the lock ${path}`,
      timeoutMs: lockTimeoutMs,
      signal: options.signal,
      onObserved: (observed) => {
        const pid = /^process (\d+) builds it$/.exec(observed)?.[1];
        if (pid !== undefined) options.onWaiting(Number(pid));
      },
    },
  );
  return {
    async [Symbol.asyncDispose]() {
      if ((await readHolder(path))?.token === mine.token) await rm(path, { force: true });
    },
  };
}

/** Creates the lock file with its content in one atomic step: a hard link fails when the name is taken. */
async function claim(path: string, holder: Holder): Promise<boolean> {
  const draft = `${path}.${holder.token}`;
  await writeFile(draft, JSON.stringify(holder));
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    if (hasErrorCode(error, 'EEXIST')) return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

/** Removes a dead process's lock; when another process took it over in between, gives that one its lock back. */
async function takeAway(path: string, dead: Holder): Promise<void> {
  const aside = `${path}.${randomUUID()}`;
  try {
    await rename(path, aside);
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT')) return;
    throw error;
  }
  const taken = await readHolder(aside);
  if (taken !== undefined && taken.token !== dead.token) await link(aside, path);
  await rm(aside, { force: true });
}

async function readHolder(path: string): Promise<Holder | undefined> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}
