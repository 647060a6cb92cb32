import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { unless } from '../errors/error-code.ts';
import { replaceFile } from '../flow/replace-file.ts';
import type { RunOptions } from '../flow/run.ts';
import type { StepId } from '../flow/step-outputs.ts';
import { makeOwnFolder, readOwnFile } from '../process/own-file.ts';
import type { CellResult } from './matrix-report.ts';

/** What a cell's run was asked: a cell that was run with the same need not be run again. */
export interface CellRequest {
  readonly until: StepId;
  readonly sequential: boolean;
  readonly options: RunOptions;
  /** Hashes of the folders that components are built from: an edit asks for something else. */
  readonly sources?: Readonly<Record<string, string>>;
}

/** `cell.json` in a cell's folder: by it an interrupted or killed matrix is taken up again. */
export interface CellRecord {
  readonly schemaVersion: 1;
  /** Carried by everything that the run made. */
  readonly runId: string;
  readonly request: CellRequest;
  /** Absent until the run has come to its end. */
  readonly result?: CellResult;
}

const fileName = 'cell.json';
const schemaVersion = 1;

/** Reads a cell's record; undefined where there is none, or one of another version of the harness. */
export async function readCellRecord(folder: string): Promise<CellRecord | undefined> {
  const text = await unless(['ENOENT', 'ENOTDIR'], readOwnFile(join(folder, fileName)));
  if (text === undefined) return undefined;
  const record = JSON.parse(text) as CellRecord;
  return record.schemaVersion === schemaVersion ? record : undefined;
}

/** Empties a cell's folder and writes down, before anything is made, by which id it can be found. */
export async function beginCellRecord(folder: string, runId: string, request: CellRequest): Promise<CellRecord> {
  // Only what an earlier run of this very cell has left: its evidence would pass for the new run's.
  const left = await unless(['ENOENT', 'ENOTDIR'], readOwnFile(join(folder, fileName)));
  if (left !== undefined) await rm(folder, { recursive: true });
  makeOwnFolder(folder);
  const record: CellRecord = { schemaVersion, runId, request };
  await write(folder, record);
  return record;
}

export async function endCellRecord(folder: string, record: CellRecord, result: CellResult): Promise<void> {
  await write(folder, { ...record, result });
}

/** Whether a cell has come to its end, with just what is asked now. */
export function isFinished(record: CellRecord, request: CellRequest): boolean {
  // By way of JSON, as the record's own request came.
  if (!isDeepStrictEqual(record.request, JSON.parse(JSON.stringify(request)))) return false;
  return record.result?.outcome === 'passed' || record.result?.outcome === 'failed';
}

async function write(folder: string, record: CellRecord): Promise<void> {
  await replaceFile(join(folder, fileName), `${JSON.stringify(record, null, 2)}\n`);
}
