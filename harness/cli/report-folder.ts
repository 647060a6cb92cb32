import { join } from 'node:path';
import { UsageError } from '../errors/harness-error.ts';
import { matrixFile, readMatrixReport } from '../matrix/read-matrix-report.ts';
import { renderMatrix } from '../matrix/reports/render-matrix.ts';
import { writeRenderedMatrix } from '../matrix/reports/write-matrix-files.ts';
import { readOwnFile } from '../process/own-file.ts';
import { type RenderFormat, renderReport } from '../reports/render.ts';
import { writeRenderedFiles } from '../reports/rendered-files.ts';
import { readSavedReport, savedReportFiles } from '../reports/saved-report.ts';

/** The files by which a folder is known to hold something to show. */
export const reportFiles: readonly string[] = [...Object.values(savedReportFiles), matrixFile];

/** What a folder has on record, whatever made it: a run, a run of the scenarios, or a matrix. */
export interface FolderReport {
  /** The document itself. */
  readonly report: object;
  render(format: RenderFormat): string;
  /** Writes every form of it into the folder again. @returns The paths written. */
  write(): Promise<readonly string[]>;
}

/**
 * Reads what a command left in a folder.
 *
 * @throws UsageError when there is nothing, it is no JSON, or another version of the harness wrote it.
 */
export async function readReportFolder(folder: string): Promise<FolderReport> {
  const matrix = await readMatrixReport(join(folder, matrixFile), readOwnFile);
  if (matrix !== undefined) {
    return {
      report: matrix,
      render: (format) => renderMatrix(matrix, format),
      write: () => writeRenderedMatrix(folder, matrix),
    };
  }
  const saved = await readSavedReport(folder);
  if (saved === undefined) {
    throw new UsageError(`${folder} holds no report: it has none of ${reportFiles.join(', ')}`, {
      remedy: 'Give the folder of a run, of the scenarios, or of a matrix with --run-dir.',
    });
  }
  return {
    report: saved.report,
    render: (format) => renderReport(saved, format),
    write: () => writeRenderedFiles(folder, saved),
  };
}
