import type { RenderFormat } from '../../reports/render.ts';
import type { MatrixReport } from '../matrix-report.ts';
import { matrixHtml } from './matrix-html.ts';
import { matrixJunit } from './matrix-junit.ts';
import { matrixMarkdown } from './matrix-markdown.ts';

const renderers = { html: matrixHtml, junit: matrixJunit, markdown: matrixMarkdown } as const;

/** A matrix as a page, for a CI system, or as a summary. */
export function renderMatrix(report: MatrixReport, format: RenderFormat): string {
  return renderers[format](report);
}
