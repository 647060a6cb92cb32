import { describe, expect, test } from '@jest/globals';
import { presentKinds } from '../evidence-line.ts';
import type { Combination } from '../rule.ts';
import { namesOfTemplate } from '../template.ts';
import { allRules } from './all-rules.ts';

/** The names that a combination's patterns capture. */
function namesOf({ all }: Combination): readonly string[] {
  return all.flatMap(({ expression }) => [...expression.source.matchAll(/\(\?<(\w+)>/g)].map(([, name]) => name ?? ''));
}

test('ids are unique', () => {
  const ids = allRules.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
});

describe.each(allRules.map((rule) => [rule.id, rule] as const))(
  '%s',
  (id, { title, when, cause, remedy, references }) => {
    test('is named, explained and remedied in sentences', () => {
      expect(id).toMatch(/^[a-z]+(-[a-z]+)*$/);
      expect(title).not.toMatch(/\.$/);
      expect(remedy).toMatch(/^\p{Lu}.*\.$/su);
      expect(cause).not.toBe('');
      expect(references.length).toBeGreaterThan(0);
    });

    test('tells of how it is now, not only of what was logged', () => {
      for (const { all } of when) {
        expect(all.some(({ kinds }) => kinds.every((kind) => presentKinds.includes(kind)))).toBe(true);
      }
    });

    test('has every placeholder captured by its patterns, in each combination', () => {
      const { required, optional } = namesOfTemplate(`${cause} ${remedy}`);
      for (const combination of when) expect(namesOf(combination)).toEqual(expect.arrayContaining([...required]));
      expect(when.flatMap(namesOf)).toEqual(expect.arrayContaining([...optional]));
    });
  },
);
