import type { Diagnosis } from '../../diagnosis/diagnosis.ts';
import type { Style } from './style.ts';
import { wrap } from './text-width.ts';

const width = 80;
const indent = '   ';
const labelWidth = 6;

/** Findings as a person reads them: the cause, what was seen, what to do, and where more is said of it. */
export function diagnosisLines(diagnosis: readonly Diagnosis[], style: Style): readonly string[] {
  return diagnosis.flatMap(({ id, cause, evidence, remedy, references }, index) => [
    ...wrap(`${index + 1}. ${cause}`, width, indent).map(style.bold),
    ...labelled('seen', evidence, style),
    ...labelled('do', [remedy], style),
    ...labelled('see', [references.join('; ')], style),
    `${indent}${style.dim('id'.padEnd(labelWidth))}${id}`,
    '',
  ]);
}

/** The label stands before the first text only; every text begins in the same column. */
function labelled(label: string, texts: readonly string[], style: Style): readonly string[] {
  const left = ' '.repeat(indent.length + labelWidth);
  return texts.flatMap((text, index) => {
    const [first = '', ...more] = wrap(text, width - left.length, '');
    const head = index === 0 ? `${indent}${style.dim(label.padEnd(labelWidth))}` : left;
    return [`${head}${first}`, ...more.map((line) => `${left}${line}`)];
  });
}
