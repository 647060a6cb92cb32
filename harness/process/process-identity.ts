import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { hasErrorCode } from '../errors/error-code.ts';
import { machineId } from './machine-id.ts';
import { parseProcessStat, processStat } from './process-stat.ts';

/** A process as it can be recognised later, also when its id has been given to another one since. */
export interface ProcessIdentity {
  readonly host: string;
  /** The kernel's id for the time since it started; '' where there is none to be read. */
  readonly boot: string;
  readonly pid: number;
  /** When it started, in clock ticks after boot; '' where there is none to be read. */
  readonly startedTicks: string;
  /** {@link machineId}; '' where there is none, undefined as earlier versions wrote it. */
  readonly machine?: string | undefined;
  /** In which namespace its id counts: containers have their own. '' where there is none to be read, undefined as earlier versions wrote it. */
  readonly pidNamespace?: string | undefined;
}

/** `elsewhere`: a process of another machine (or container), of which nothing can be said from here. */
export type ProcessState = 'alive' | 'gone' | 'elsewhere';

/** The process that this code runs in. */
export function thisProcess(): ProcessIdentity {
  const stat = readIfThere('/proc/self/stat');
  const startedTicks = stat === undefined ? '' : parseProcessStat(stat).startedTicks;
  return { ...here(), pid: process.pid, startedTicks };
}

/** Where this process runs. */
const here = () => ({ host: hostname(), boot: bootId(), machine: machineId(), pidNamespace: pidNamespace() });

/**
 * Whether a process still runs. Where the system does not show start times, one that took over its id counts as it.
 *
 * A process is known to be gone only where its id would be seen (the same boot, in the same namespace of process ids), or
 * when this very machine has been started again since. Equal host names show neither: virtual machines of CI share them.
 */
export async function processState(identity: ProcessIdentity, observer = here()): Promise<ProcessState> {
  const { host, boot, machine, pidNamespace = observer.pidNamespace } = identity;
  if (host !== observer.host) return 'elsewhere';
  const isThisMachine = machine !== undefined && machine !== '' && machine === observer.machine;
  if (boot === observer.boot && (boot !== '' || isThisMachine)) {
    if (pidNamespace !== observer.pidNamespace) return 'elsewhere';
    return (await isAlive(identity)) ? 'alive' : 'gone';
  }
  return isThisMachine ? 'gone' : 'elsewhere';
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
export const formatProcess = ({ host, boot, pid, startedTicks, machine, pidNamespace }: ProcessIdentity): string =>
  [host, boot, pid, startedTicks, machine, pidNamespace].filter((part) => part !== undefined).join('/');

/** The identity that a word is the form of, or undefined when it is not one. Earlier versions wrote its first four parts. */
export function parseProcess(word: string): ProcessIdentity | undefined {
  const [host, boot, pid, startedTicks, machine, pidNamespace] = word.split('/');
  if (!host || boot === undefined || !/^\d+$/.test(pid ?? '') || startedTicks === undefined) return undefined;
  return { host, boot, pid: Number(pid), startedTicks, machine, pidNamespace };
}

const bootId = (): string => readIfThere('/proc/sys/kernel/random/boot_id')?.trim() ?? '';

/** Number of the namespace, from `pid:[4026531836]`. @see https://man7.org/linux/man-pages/man7/namespaces.7.html */
function pidNamespace(): string {
  try {
    return /\d+/.exec(readlinkSync('/proc/self/ns/pid'))?.[0] ?? '';
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT', 'EACCES')) return '';
    throw error;
  }
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}
