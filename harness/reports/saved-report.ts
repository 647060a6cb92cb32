import { join } from 'node:path';
import { unless } from '../errors/error-code.ts';
import { UsageError } from '../errors/harness-error.ts';
import { readOwnFile } from '../process/own-file.ts';
import { type EvidenceFile, readEvidence } from './evidence-files.ts';
import type { RunReport } from './run-report.ts';
import type { ScenarioReport } from './scenario-report.ts';

/** What a folder has on record: one run, or a run of the scenarios. */
export type SavedReport =
  | { readonly kind: 'run'; readonly report: RunReport; readonly evidence: readonly EvidenceFile[] }
  | { readonly kind: 'scenarios'; readonly report: ScenarioReport };

/** The files by which a folder is known to hold a report. */
export const savedReportFiles = { run: 'report.json', scenarios: 'scenarios.json' } as const;

const schemaVersion = 1;

/**
 * Reads what a run, or a run of the scenarios, left in its folder.
 *
 * @returns Undefined where there is no report.
 * @throws UsageError when it is no JSON, or another version of the harness wrote it; NotOwnError for another user's folder,
 *   into which its reports would be written again.
 */
export async function readSavedReport(folder: string): Promise<SavedReport | undefined> {
  const run = await readIfThere(join(folder, savedReportFiles.run));
  if (run !== undefined) return { kind: 'run', report: run as RunReport, evidence: await readEvidence(folder) };
  const scenarios = await readIfThere(join(folder, savedReportFiles.scenarios));
  return scenarios && { kind: 'scenarios', report: scenarios as ScenarioReport };
}

/** @returns Undefined where there is no such file. */
async function readIfThere(path: string): Promise<object | undefined> {
  const text = await unless(['ENOENT', 'ENOTDIR'], readOwnFile(path));
  if (text === undefined) return undefined;
  const report = parse(text, path);
  if (report.schemaVersion === schemaVersion) return report;
  throw new UsageError(`${path} has schema version ${report.schemaVersion}: expected ${schemaVersion}`, {
    remedy: 'Use the version of the harness that made this run.',
  });
}

function parse(text: string, path: string): { readonly schemaVersion?: unknown } {
  try {
    return (JSON.parse(text) as { schemaVersion?: unknown } | null) ?? {};
  } catch (cause) {
    throw new UsageError(`${path} is no JSON`, { cause, remedy: 'Was the run ended while it wrote its report?' });
  }
}
