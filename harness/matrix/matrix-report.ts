import type { ExitCode } from '../errors/exit-code.ts';
import type { Cell } from './cell.ts';
import type { Shard, TimedCell } from './shard.ts';

/** `not-run`: the matrix was interrupted before, or the shard that has the cell left no report. */
export type CellOutcome = 'passed' | 'failed' | 'interrupted' | 'not-run';

/**
 * `matrix.json`. Fields are added, never renamed or removed, without raising the schema version. Times are ISO 8601,
 * UTC.
 */
export interface MatrixReport {
  readonly schemaVersion: 1;
  readonly outcome: 'passed' | 'failed' | 'interrupted';
  readonly startedAt: string;
  /** Building and undoing included. Of merged shards: from the first one's start to the last one's end. */
  readonly durationMs: number;
  readonly cells: readonly CellReport[];
  /** Present where a baseline was given. */
  readonly baseline?: BaselineComparison;
  /** Only in the report of a shard: what merging needs to know of the other ones. */
  readonly shard?: ShardReport;
}

export interface CellReport extends Cell, CellResult {
  /** Folder of the cell's run, relative to the report; it has that run's own reports and evidence. */
  readonly folder: string;
  /** Makes the same set-up once more, and leaves it standing to look inside. */
  readonly command: string;
}

/** What a cell came to. */
export interface CellResult {
  readonly outcome: CellOutcome;
  /** The exit code that `up` would have ended with. */
  readonly exitCode: ExitCode;
  /** Without undoing. */
  readonly durationMs: number;
  /** Why it did not pass: the first diagnosis, else the first line of the error; null for a cell that passed. */
  readonly cause: string | null;
  /** The error's own words and those of its causes, where there is an error. */
  readonly error?: string;
  /** What to do about it, where that is known. */
  readonly remedy?: string;
}

export interface ShardReport extends Shard {
  /** Every cell of the whole matrix, in order, with the times by which it was split. */
  readonly matrix: readonly TimedCell[];
}

/** What is different from an earlier matrix. */
export interface BaselineComparison {
  /** When the earlier one started. */
  readonly startedAt: string;
  readonly changes: readonly CellChange[];
}

export interface CellChange extends Cell {
  readonly change: 'newly-failing' | 'fixed' | 'slower' | 'new' | 'removed';
  /** For a cell that became slower. */
  readonly durationMs?: { readonly baseline: number; readonly now: number };
}
