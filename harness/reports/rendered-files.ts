import { join } from 'node:path';
import { replaceFile } from '../flow/replace-file.ts';
import { type RenderFormat, renderedFiles, renderReport } from './render.ts';
import type { SavedReport } from './saved-report.ts';

/**
 * Writes a saved report in every format into its folder.
 *
 * @returns The paths written.
 */
export async function writeRenderedFiles(folder: string, saved: SavedReport): Promise<readonly string[]> {
  const formats = Object.entries(renderedFiles) as [RenderFormat, string][];
  return Promise.all(
    formats.map(async ([format, file]) => {
      const path = join(folder, file);
      await replaceFile(path, renderReport(saved, format));
      return path;
    }),
  );
}
