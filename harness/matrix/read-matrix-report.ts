import { readFile } from 'node:fs/promises';
import { unless } from '../errors/error-code.ts';
import { UsageError } from '../errors/harness-error.ts';
import type { MatrixReport } from './matrix-report.ts';

const schemaVersion = 1;

/** Name of the report in a matrix's folder. */
export const matrixFile = 'matrix.json';

/**
 * Reads a `matrix.json`.
 *
 * @returns Undefined when there is none.
 * @throws UsageError when it is no JSON, or another version of the harness wrote it.
 */
export async function readMatrixReport(path: string): Promise<MatrixReport | undefined> {
  const text = await unless(['ENOENT', 'ENOTDIR'], readFile(path, 'utf8'));
  if (text === undefined) return undefined;
  const report = parse(text, path);
  if (report.schemaVersion === schemaVersion && Array.isArray(report.cells)) return report as MatrixReport;
  throw new UsageError(`${path} is no report of a matrix of schema version ${schemaVersion}`, {
    remedy: `Give a ${matrixFile} that this version of pca-e2e wrote.`,
  });
}

function parse(text: string, path: string): Partial<MatrixReport> {
  try {
    return (JSON.parse(text) as Partial<MatrixReport> | null) ?? {};
  } catch (cause) {
    throw new UsageError(`${path} is no JSON`, { cause });
  }
}
