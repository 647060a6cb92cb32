import { componentNames, counted } from '../../reports/wording.ts';
import { formatDurationMs } from '../../wait/duration.ts';
import { type CellVersions, type MatrixComponent, matrixComponents } from '../cell.ts';
import type { CellChange, CellReport, MatrixReport } from '../matrix-report.ts';

/** `Passed`, `Failed: 2 of 6 combinations`. */
export function headlineOfMatrix({ outcome, cells }: MatrixReport): string {
  const count = (wanted: CellReport['outcome']) => cells.filter((cell) => cell.outcome === wanted).length;
  if (outcome === 'passed') return 'Passed';
  const [word, part] = outcome === 'failed' ? ['Failed', count('failed')] : ['Interrupted', count('passed')];
  return `${word}: ${part} of ${counted(cells.length, 'combination')}${outcome === 'failed' ? '' : ' passed'}`;
}

/** What the matrix came to, as one sentence. */
export function summaryOfMatrix({ cells, durationMs }: MatrixReport): string {
  const parts = outcomes.flatMap(([outcome, word]) => {
    const count = cells.filter((cell) => cell.outcome === outcome).length;
    return count === 0 && outcome !== 'failed' ? [] : [`${count} ${word}`];
  });
  return `${counted(cells.length, 'combination')}: ${parts.join(', ')} in ${formatDurationMs(durationMs)}.`;
}

const outcomes = [
  ['passed', 'passed'],
  ['failed', 'failed'],
  ['interrupted', 'interrupted'],
  ['not-run', 'not run'],
] as const;

/** The mark of an outcome; a cell that was not run looks like a step that was not. */
export function statusOf({ outcome }: Pick<CellReport, 'outcome'>): 'passed' | 'failed' | 'interrupted' | 'skipped' {
  return outcome === 'not-run' ? 'skipped' : outcome;
}

/** `newly failing`, `slower: 41.2 s, was 30.0 s`. */
export function describeChange({ change, durationMs }: CellChange): string {
  if (durationMs === undefined) return change.replace('-', ' ');
  return `slower: ${formatDurationMs(durationMs.now)}, was ${formatDurationMs(durationMs.baseline)}`;
}

/** Every version that the matrix has of a component, by the component's key. */
export function versionsOfMatrix({ cells }: MatrixReport): Readonly<Record<MatrixComponent, string>> {
  const listOf = (key: MatrixComponent) => [...new Set(cells.map(({ versions }) => versions[key]))].join(', ');
  return {
    kubernetes: listOf('kubernetes'),
    certManager: listOf('certManager'),
    issuer: listOf('issuer'),
    istio: listOf('istio'),
  };
}

/** `cert-manager 1.21.2`, with how many of the combinations that have it passed. */
export interface VersionTally {
  readonly name: string;
  readonly version: string;
  readonly passed: number;
  readonly cells: number;
}

/** How each version did, of the components that have more than one: what fails wherever it is used stands out. */
export function talliesOf({ cells }: MatrixReport): readonly VersionTally[] {
  return matrixComponents.flatMap(({ key }) => {
    const versions = [...new Set(cells.map((cell) => cell.versions[key]))];
    return versions.length < 2 ? [] : versions.map((version) => tallyOf(key, version, cells));
  });
}

function tallyOf(key: keyof CellVersions, version: string, cells: readonly CellReport[]): VersionTally {
  const having = cells.filter(({ versions }) => versions[key] === version);
  const passed = having.filter(({ outcome }) => outcome === 'passed').length;
  return { name: componentNames[key], version, passed, cells: having.length };
}
