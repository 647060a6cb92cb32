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
 * @param read - `readOwnFile` for one that is found, not named. @defaultValue whosever it is: it is only shown and compared
 * @returns Undefined when there is none.
 * @throws UsageError when it is no JSON, or another version of the harness wrote it.
 */
export async function readMatrixReport(
  path: string,
  read: (path: string) => Promise<string> = readNamed,
): Promise<MatrixReport | undefined> {
  const text = await unless(['ENOENT', 'ENOTDIR'], read(path));
  if (text === undefined) return undefined;
  const report = parse(text, path);
  if (report.schemaVersion === schemaVersion && Array.isArray(report.cells)) return report as MatrixReport;
  throw new UsageError(`${path} is no report of a matrix of schema version ${schemaVersion}`, {
    remedy: `Give a ${matrixFile} that this version of pca-e2e wrote.`,
  });
}

const readNamed = (path: string) => readFile(path, 'utf8');

function parse(text: string, path: string): Partial<MatrixReport> {
  try {
    return (JSON.parse(text) as Partial<MatrixReport> | null) ?? {};
  } catch (cause) {
    throw new UsageError(`${path} is no JSON`, { cause });
  }
}
