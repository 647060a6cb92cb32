import type { Diagnosis } from '../../diagnosis/diagnosis.ts';
import type { UnreadableSource } from '../../diagnosis/evidence.ts';
import { diagnosisLines } from './diagnosis-lines.ts';
import type { Style } from './style.ts';

/** What is to be told of a set-up's state. */
export interface Findings {
  readonly diagnosis: readonly Diagnosis[];
  /** What is out of order and belongs to no cause that a rule knows. */
  readonly rest: readonly string[];
  readonly unreadable: readonly UnreadableSource[];
}

const shownOfRest = 12;

/** Causes with what to do; what is out of order beside them, or without them; and what could not be read. */
export function findingsText({ diagnosis, rest, unreadable }: Findings, style: Style): string {
  const gaps = unreadable.map(({ source, reason }) => `${style.yellow('could not be read')}  ${source}: ${reason}`);
  const left = rest.slice(0, shownOfRest).map((line) => `  ${line}`);
  return [
    ...(diagnosis.length > 0 ? diagnosisLines(diagnosis, style) : [verdictWithout(rest, unreadable, style)]),
    ...(diagnosis.length > 0 && left.length > 0 ? ['Also out of order, perhaps because of that:'] : []),
    ...left,
    ...(rest.length > shownOfRest ? [`  … and ${rest.length - shownOfRest} more: --json has all`] : []),
    ...gaps,
  ].join('\n');
}

function verdictWithout(rest: readonly string[], unreadable: readonly UnreadableSource[], style: Style): string {
  if (rest.length > 0) return `${style.yellow('No rule knows a cause')}, but this is out of order:`;
  if (unreadable.length > 0) return 'In what could be read, nothing is known to be wrong.';
  return `${style.passed} Nothing is known to be wrong.`;
}
