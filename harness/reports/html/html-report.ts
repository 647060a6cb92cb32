import { join } from 'node:path';
import { replaceFile } from '../../flow/replace-file.ts';
import { readEvidence } from '../evidence-files.ts';
import type { Reporter } from '../reporter.ts';
import { runHtml } from './run-html.ts';

/** Writes `report.html`. */
export const htmlReport: Reporter = {
  async onEnd(report, { folder }) {
    await replaceFile(join(folder, 'report.html'), runHtml(report, await readEvidence(folder)));
  },
};
