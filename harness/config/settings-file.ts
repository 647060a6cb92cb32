import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import { UsageError } from '../errors/harness-error.ts';

/** One entry of a settings file. */
export interface FileSetting {
  readonly name: string;
  /** One value, or those of a list, as they are written. */
  readonly values: readonly string[];
  /** `pca-e2e.yaml:3:1`, where the entry is. */
  readonly where: string;
}

/**
 * Reads a YAML file that maps names to values.
 *
 * @param file - Its name, as errors say it.
 * @throws UsageError with line and column, for what is no YAML, no map, or neither a value nor a list of values.
 */
export function readSettings(text: string, file: string): readonly FileSetting[] {
  const lines = new LineCounter();
  // Every scalar as it is written: read as a number, version 1.30 would become 1.3.
  const document = parseDocument(text, { schema: 'failsafe', lineCounter: lines, prettyErrors: false });
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return `${file}:${line}:${col}`;
  };
  const [error] = document.errors;
  if (error) throw wrong(at(error.pos[0]), error.message);
  const { contents } = document;
  if (contents === null || (isScalar(contents) && contents.value === '')) return [];
  if (!isMap(contents)) throw wrong(at(startOf(contents)), 'expected names and values, such as `istio: 1.31`');
  return contents.items.map(({ key, value }) => {
    const where = at(startOf(key));
    if (!isScalar(key)) throw wrong(where, 'expected a name');
    return { name: String(key.value), values: valuesOf(value, where, String(key.value)), where };
  });
}

function valuesOf(node: unknown, where: string, name: string): readonly string[] {
  if (isScalar(node) && node.value !== '') return [String(node.value)];
  if (isSeq(node) && node.items.every(isScalar)) return node.items.map(({ value }) => String(value));
  throw wrong(where, `${name} has no value: expected one, or a list of them`);
}

const startOf = (node: unknown): number => (node as Node).range?.[0] ?? 0;

function wrong(where: string, what: string): UsageError {
  return new UsageError(`${where}: ${what}`, { remedy: 'Correct the file; its names are those of the options.' });
}
