import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { replaceFile } from '../../flow/replace-file.ts';
import type { MatrixReport } from '../matrix-report.ts';
import { matrixFile } from '../read-matrix-report.ts';
import { matrixHtml } from './matrix-html.ts';
import { matrixJunit } from './matrix-junit.ts';
import { matrixMarkdown } from './matrix-markdown.ts';

/** Writes every form of a matrix's report into its folder. */
export async function writeMatrixFiles(folder: string, report: MatrixReport): Promise<void> {
  await mkdir(folder, { recursive: true });
  const files = {
    [matrixFile]: `${JSON.stringify(report, null, 2)}\n`,
    'matrix.html': matrixHtml(report),
    'junit.xml': matrixJunit(report),
    'summary.md': matrixMarkdown(report),
  };
  for (const [name, text] of Object.entries(files)) await replaceFile(join(folder, name), text);
}
