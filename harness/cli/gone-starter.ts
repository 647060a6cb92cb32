import { readFileSync } from 'node:fs';
import { hasErrorCode } from '../errors/error-code.ts';
import { parseProcessStat } from '../process/process-stat.ts';

const lookIntervalMs = 1_000;

/**
 * Reports that a process is gone which does nothing but wait for this one: bin.js where it started another Node.js, or
 * npm and the shell that it runs a script by. Any other parent may go: `nohup`, `setsid` and `&` mean it to.
 *
 * @returns A function that ends looking.
 */
export function onStarterGone(listener: (why: string) => void): () => void {
  const onDisconnect = () => listener('the process that started it is gone');
  process.on('disconnect', onDisconnect);
  // The channel to the starter is there to be seen closing, not to keep this process alive.
  process.channel?.unref();
  if (process.connected === false) queueMicrotask(onDisconnect);
  const waiting = npmAbove(process.ppid);
  const timer = setInterval(() => {
    const gone = waiting.find((ancestor) => lookAt(ancestor.pid)?.startedTicks !== ancestor.startedTicks);
    if (gone) listener(`${gone.program}, which started it, is gone`);
  }, lookIntervalMs).unref();
  return () => {
    process.off('disconnect', onDisconnect);
    clearInterval(timer);
  };
}

interface Ancestor {
  readonly pid: number;
  readonly parentPid: number;
  readonly startedTicks: string;
  /** First word of its command line. */
  readonly program: string;
  readonly commandLine: string;
}

/** npm, and its shell between (dash does not replace itself by the one command it is given); none where there is no npm. */
function npmAbove(pid: number): readonly Ancestor[] {
  const parent = lookAt(pid);
  if (parent === undefined) return [];
  if (isNpm(parent)) return [parent];
  const isStarter = process.channel !== undefined && pid === process.ppid;
  if (isStarter) return npmAbove(parent.parentPid);
  if (!isShellThatWaits(parent)) return [];
  const above = lookAt(parent.parentPid);
  return above !== undefined && isNpm(above) ? [parent, above] : [];
}

/** It gives itself a title: `npm run e2e`, `npm exec pca-e2e`. */
const isNpm = ({ program }: Ancestor) => program === 'npm' || program === 'npx';

/** `sh -c COMMAND`, unless the command leaves something behind with `&`. */
const isShellThatWaits = ({ commandLine }: Ancestor) =>
  /^\S*sh -c /.test(commandLine) && !/[^&>]&(?![&>\d])/.test(commandLine);

/** Undefined where the system does not show processes as files (proc(5)), or no longer has this one. */
function lookAt(pid: number): Ancestor | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const commandLine = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
    const { state, parentPid, startedTicks } = parseProcessStat(stat);
    // A zombie has ended, and its parent has not asked about it yet.
    if (state === 'Z') return undefined;
    return { pid, parentPid, startedTicks, program: commandLine.split(' ')[0] ?? '', commandLine };
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT', 'ESRCH', 'EACCES')) return undefined;
    throw error;
  }
}
