import { junitDocument, type TestCase } from '../../reports/junit/junit-document.ts';
import { namedVersions } from '../../reports/wording.ts';
import { describeVersions } from '../cell.ts';
import type { CellReport, MatrixReport } from '../matrix-report.ts';
import { versionsOfMatrix } from './matrix-wording.ts';

/** `junit.xml`: a case per combination. What did not come to its end is no success: an interrupt is a failure. */
export function matrixJunit(report: MatrixReport): string {
  const { startedAt, durationMs, cells } = report;
  const properties = namedVersions(versionsOfMatrix(report));
  return junitDocument('pca-e2e', [{ name: 'matrix', startedAt, durationMs, properties, cases: cells.map(caseOf) }]);
}

function caseOf(cell: CellReport): TestCase {
  const { versions, outcome, durationMs, cause } = cell;
  const common = { name: describeVersions(versions), group: 'pca-e2e.matrix', durationMs };
  if (outcome === 'passed') return common;
  if (outcome === 'not-run') return { ...common, skipped: cause ?? 'not run' };
  return { ...common, failure: { type: outcome, text: wordsOf(cell) } };
}

/** The cause first: CI systems show the first line alone. */
function wordsOf({ outcome, cause, error, remedy, folder }: CellReport): string {
  return [
    cause ?? outcome,
    ...(error === undefined || error === cause ? [] : [error]),
    ...(remedy === undefined ? [] : [`What to do: ${remedy}`]),
    `Report and evidence: ${folder}`,
  ].join('\n\n');
}
