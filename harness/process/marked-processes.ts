import { readdir, readFile } from 'node:fs/promises';
import { hasErrorCode, unless } from '../errors/error-code.ts';
import { done, notYet, pollUntil } from '../wait/poll-until.ts';

/** Environment variable of every program that a run starts, and so of what those start; its value is the run's id. */
export const runVariable = 'PCA_E2E_RUN';

const endTimeoutMs = 10_000;
/** Processes come and go while they are looked at, and those of others may not be looked at: none of them is ours. */
const notOurs = ['ENOENT', 'ESRCH', 'EACCES', 'EPERM'];

/**
 * Ends the programs that a run started and that outlived it: they would go on making things. Where the system does not
 * show environments as files (proc(5)) none is found.
 *
 * @returns Ids of the processes that were ended.
 */
export async function endProcessesOfRun(runId: string): Promise<readonly number[]> {
  const ended = new Set<number>();
  await pollUntil(
    async () => {
      const left = await processesOfRun(runId);
      for (const pid of left) {
        ended.add(pid);
        kill(pid);
      }
      return left.length === 0 ? done(undefined) : notYet(`processes ${left.join(', ')}`);
    },
    { waitingFor: `the programs of run ${runId} to end`, timeoutMs: endTimeoutMs },
  );
  return [...ended];
}

/** Ids of the processes that carry a run's mark, this one left out. */
export async function processesOfRun(runId: string): Promise<readonly number[]> {
  const mark = `${runVariable}=${runId}`;
  const pids = (await unless(notOurs, readdir('/proc')))?.filter((name) => /^\d+$/.test(name)).map(Number) ?? [];
  const marked = await Promise.all(
    pids.map(async (pid) =>
      (await unless(notOurs, readFile(`/proc/${pid}/environ`, 'utf8')))?.split('\0').includes(mark),
    ),
  );
  return pids.filter((pid, index) => marked[index] && pid !== process.pid);
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if (!hasErrorCode(error, 'ESRCH')) throw error;
  }
}
