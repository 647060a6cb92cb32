import { describe, expect, test } from '@jest/globals';
import { UsageError } from '../errors/harness-error.ts';
import { newRunId, validateRunId } from './run-id.ts';

describe('run ids', () => {
  test('a new id begins with the date and time and is valid', () => {
    const id = newRunId(new Date(2026, 10, 24, 9, 5, 7));
    expect(id).toMatch(/^20261124-090507-[a-z0-9]{4}$/);
    expect(validateRunId(id)).toBe(id);
  });

  test('two runs of one second have different ids', () => {
    const now = new Date();
    const ids = new Set(Array.from({ length: 20 }, () => newRunId(now)));
    expect(ids.size).toBeGreaterThan(1);
  });

  test.each(['', 'Upper', 'under_score', '-first', 'last-', 'a'.repeat(33), 'a b'])('refuses %j', (id) => {
    expect(() => validateRunId(id)).toThrow(UsageError);
  });
});
