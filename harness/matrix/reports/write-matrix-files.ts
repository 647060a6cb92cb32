import { join } from 'node:path';
import { replaceFile } from '../../flow/replace-file.ts';
import { makeOwnFolder } from '../../process/own-file.ts';
import { type RenderFormat, renderedFiles } from '../../reports/render.ts';
import type { MatrixReport } from '../matrix-report.ts';
import { matrixFile } from '../read-matrix-report.ts';
import { renderMatrix } from './render-matrix.ts';

/** The files that a matrix's folder has of each form: those of a run, but for the page, whose cells have theirs below it. */
const matrixFiles: Readonly<Record<RenderFormat, string>> = { ...renderedFiles, html: 'matrix.html' };

/** Writes every form of a matrix's report into its folder. */
export async function writeMatrixFiles(folder: string, report: MatrixReport): Promise<void> {
  makeOwnFolder(folder);
  await replaceFile(join(folder, matrixFile), `${JSON.stringify(report, null, 2)}\n`);
  await writeRenderedMatrix(folder, report);
}

/**
 * Writes what is made of `matrix.json` beside it.
 *
 * @returns The paths written.
 */
export async function writeRenderedMatrix(folder: string, report: MatrixReport): Promise<readonly string[]> {
  const formats = Object.entries(matrixFiles) as [RenderFormat, string][];
  return Promise.all(
    formats.map(async ([format, file]) => {
      const path = join(folder, file);
      await replaceFile(path, renderMatrix(report, format));
      return path;
    }),
  );
}
