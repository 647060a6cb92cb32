import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { replaceFile } from '../../flow/replace-file.ts';
import type { Reporter } from '../reporter.ts';
import { runMarkdown } from './run-markdown.ts';

/** Writes `summary.md`. */
export const markdownReport: Reporter = {
  async onEnd(report, { folder }) {
    await replaceFile(join(folder, 'summary.md'), runMarkdown(report));
  },
};

/**
 * On GitHub, the report that is appended to the page beside the job; elsewhere none.
 *
 * @see https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands#adding-a-job-summary
 */
export function stepSummaryReports(env: NodeJS.ProcessEnv): readonly Reporter[] {
  const path = env['GITHUB_STEP_SUMMARY'];
  if (!path) return [];
  return [{ onEnd: (report) => appendFile(path, runMarkdown(report)) }];
}
