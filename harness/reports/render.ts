import { runHtml } from './html/run-html.ts';
import { scenarioHtml } from './html/scenario-html.ts';
import { runJunit } from './junit/run-junit.ts';
import { scenarioJunit } from './junit/scenario-junit.ts';
import { runMarkdown } from './markdown/run-markdown.ts';
import { scenarioMarkdown } from './markdown/scenario-markdown.ts';
import type { SavedReport } from './saved-report.ts';

/** Every way to show a saved report, with the file that a run leaves of it. */
export const renderedFiles = { html: 'report.html', junit: 'junit.xml', markdown: 'summary.md' } as const;

export type RenderFormat = keyof typeof renderedFiles;

/** A saved report as a page, for a CI system, or as a summary. */
export function renderReport(saved: SavedReport, format: RenderFormat): string {
  if (saved.kind === 'run') {
    const { report, evidence } = saved;
    return {
      html: () => runHtml(report, evidence),
      junit: () => runJunit(report),
      markdown: () => runMarkdown(report),
    }[format]();
  }
  return { html: scenarioHtml, junit: scenarioJunit, markdown: scenarioMarkdown }[format](saved.report);
}
