import { expect, test } from '@jest/globals';
import { matchesWildcard } from './wildcard.ts';

test.each([
  ['', '', true],
  ['*', '', true],
  ['*', 'anything', true],
  ['a*c', 'abbc', true],
  ['a*c', 'abbd', false],
  ['a?c', 'abc', true],
  ['a?c', 'ac', false],
  ['*a*b*', 'xxaxxbxx', true],
  ['a.c', 'abc', false],
  ['ab', 'abc', false],
])('%j and %j: %s', (pattern, text, expected) => {
  expect(matchesWildcard(pattern, text)).toBe(expected);
});

test('a pattern full of stars takes no more than a moment', () => {
  const startedAt = performance.now();
  expect(matchesWildcard(`${'*a'.repeat(200)}b`, 'a'.repeat(5000))).toBe(false);
  expect(performance.now() - startedAt).toBeLessThan(1000);
});
