import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { hasErrorCode } from '../errors/error-code.ts';
import { parseProcessStat, processStat } from './process-stat.ts';

/** A process as it can be recognised later, also when its id has been given to another one since. */
export interface ProcessIdentity {
  readonly host: string;
  /** The kernel's id for the time since it started; '' where there is none to be read. */
  readonly boot: string;
  readonly pid: number;
  /** When it started, in clock ticks after boot; '' where there is none to be read. */
  readonly startedTicks: string;
}

/** `elsewhere`: a process of another machine (or container), of which nothing can be said from here. */
export type ProcessState = 'alive' | 'gone' | 'elsewhere';

/** The process that this code runs in. */
export function thisProcess(): ProcessIdentity {
  const stat = readIfThere('/proc/self/stat');
  const startedTicks = stat === undefined ? '' : parseProcessStat(stat).startedTicks;
  return { host: hostname(), boot: bootId(), pid: process.pid, startedTicks };
}

/** Whether a process still runs. Where the system does not tell start times, one that took over its id counts as it. */
export async function processState(identity: ProcessIdentity): Promise<ProcessState> {
  if (identity.host !== hostname()) return 'elsewhere';
  if (identity.boot !== bootId()) return 'gone';
  return (await isAlive(identity)) ? 'alive' : 'gone';
}

/** @param startedTicks - Left out or '', any process of that id will do. */
export async function isAlive({ pid, startedTicks }: { pid: number; startedTicks?: string | undefined }) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it lives, and belongs to somebody else.
    if (!hasErrorCode(error, 'EPERM')) return false;
  }
  const { state, startedTicks: ticks } = await processStat(pid);
  // A zombie is a dead process that nobody has asked about yet.
  if (state === 'Z') return false;
  return !startedTicks || ticks === undefined || ticks === startedTicks;
}

/** An identity as one word, for a label or a variable. */
export const formatProcess = ({ host, boot, pid, startedTicks }: ProcessIdentity): string =>
  [host, boot, pid, startedTicks].join('/');

/** The identity that a word stands for, or undefined when it is none. */
export function parseProcess(word: string): ProcessIdentity | undefined {
  const [host, boot, pid, startedTicks] = word.split('/');
  if (!host || boot === undefined || !/^\d+$/.test(pid ?? '') || startedTicks === undefined) return undefined;
  return { host, boot, pid: Number(pid), startedTicks };
}

const bootId = (): string => readIfThere('/proc/sys/kernel/random/boot_id')?.trim() ?? '';

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}
