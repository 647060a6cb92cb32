import { readFile } from 'node:fs/promises';
import { unless } from '../errors/error-code.ts';

/** A process's state (`Z` has ended) and start, in clock ticks after boot; nothing where the system does not tell. */
export interface ProcessStat {
  readonly state?: string;
  readonly startedTicks?: string;
}

/** Fields 3 and 22 of /proc/PID/stat (proc(5)); nothing where there is no such file. */
export async function processStat(pid: number): Promise<ProcessStat> {
  // ESRCH: the process ended while its file was read.
  const stat = await unless(['ENOENT', 'ESRCH'], readFile(`/proc/${pid}/stat`, 'utf8'));
  return stat === undefined ? {} : parseProcessStat(stat);
}

/** Reads the text of /proc/PID/stat. */
export function parseProcessStat(stat: string): Required<ProcessStat> & { readonly parentPid: number } {
  // The second field, the program's name, may hold spaces and parentheses.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state = '', parentPid] = fields;
  return { state, parentPid: Number(parentPid), startedTicks: fields[19] ?? '' };
}
