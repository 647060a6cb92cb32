import { join } from 'node:path';
import { lockUnit } from '../artifacts/cache/unit-lock.ts';
import { hashFolder } from '../artifacts/local/units/own-sources.ts';
import { UsageError } from '../errors/harness-error.ts';
import type { Cell } from '../matrix/cell.ts';
import type { CellRequest } from '../matrix/cell-record.ts';
import { finishedCells } from '../matrix/finished-cells.ts';
import type { MatrixReport } from '../matrix/matrix-report.ts';
import { writeMatrixFiles } from '../matrix/reports/write-matrix-files.ts';
import { runMatrix } from '../matrix/run-matrix.ts';
import { makeOwnFolder } from '../process/own-file.ts';
import { counted } from '../reports/wording.ts';
import type { Io } from './io.ts';
import { buildAhead, cellRunner, removeLeftovers } from './matrix-cells.ts';
import { type MatrixFlags, runOptionsOfCell } from './matrix-options.ts';
import type { MatrixPlan } from './matrix-plan.ts';

export interface PerformMatrixOptions {
  /** Its standard output takes what is shown meanwhile. */
  readonly io: Io;
  readonly plan: MatrixPlan;
  readonly flags: MatrixFlags;
  commandOf(cell: Cell): string;
  readonly signal: AbortSignal;
}

/**
 * Runs the cells of a matrix, or of one shard of it, that have not come to their end yet; its reports are written after
 * each of them.
 *
 * @throws UsageError when another process runs a matrix in the folder.
 */
export async function performMatrix({
  io,
  plan,
  flags,
  commandOf,
  signal,
}: PerformMatrixOptions): Promise<MatrixReport> {
  const startedAtMs = Date.now();
  const { folder, cells } = plan;
  makeOwnFolder(folder);
  await using _lock = await lockFolder(folder, signal);
  const requests = requestsFor(cells, flags);
  const requestOf = ({ id }: Cell) => requests.get(id) ?? missing(id);
  const again = flags.again === true ? 'all' : (flags.again ?? 'none');
  const finished = await finishedCells({ folder, cells, requestOf, again });
  if (finished.size > 0) {
    const which = `${finished.size} of ${counted(cells.length, 'combination')}`;
    io.stdout.write(`${which} came to an end before in ${folder}: taken from there (--again runs them anew)\n`);
  }
  const toRun = cells.filter(({ id }) => !finished.has(id));
  await buildAhead(io, toRun.map(requestOf), signal);
  // Awaited here: the lock is held until it ends.
  return await runMatrix({
    ...{ ...plan, startedAtMs, finished, requestOf, commandOf, signal },
    ...cellRunner(io, toRun, signal),
    removeLeftovers: (run) => removeLeftovers(io, run),
    onReport: (report) => writeMatrixFiles(folder, report),
  });
}

/** Looked at once: to read a folder of sources takes its time, and whoever edits it meanwhile changes no cell. */
function requestsFor(cells: readonly Cell[], flags: MatrixFlags): ReadonlyMap<string, CellRequest> {
  const { until, sequential } = flags;
  const hashes = new Map<string, string>();
  const hashOf = (folder: string): string => {
    const hash = hashes.get(folder) ?? hashFolder(folder);
    hashes.set(folder, hash);
    return hash;
  };
  const requestFor = (cell: Cell): CellRequest => {
    const options = runOptionsOfCell(flags, cell);
    const checkouts = Object.entries(options.artifactSettings.checkouts);
    const sources = Object.fromEntries(checkouts.map(([component, folder]) => [component, hashOf(folder)]));
    return { until, sequential, options, ...(checkouts.length === 0 ? {} : { sources }) };
  };
  return new Map(cells.map((cell) => [cell.id, requestFor(cell)]));
}

function missing(id: string): never {
  throw new Error(`The matrix has no cell ${id}`);
}

/** Two processes in one folder would take each other's running cells for what a killed process left. */
async function lockFolder(folder: string, signal: AbortSignal): Promise<AsyncDisposable> {
  const refusal = new AbortController();
  return lockUnit(join(folder, '.lock'), {
    signal: AbortSignal.any([signal, refusal.signal]),
    onWaiting: (pid) =>
      refusal.abort(
        new UsageError(`Process ${pid} runs a matrix in ${folder}`, {
          remedy: 'Wait for its end, or give another folder with --run-dir.',
        }),
      ),
  });
}
