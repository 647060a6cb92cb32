import { describe, expect, test } from '@jest/globals';
import { percent } from './percent.ts';
import { timeScale } from './time-scale.ts';
import { validityScale } from './validity-scale.ts';

const hourMs = 3_600_000;
const yearMs = 365 * 24 * hourMs;

describe('the scale of a timeline', () => {
  test('is even, and marked at round numbers', () => {
    const scale = timeScale(5_000, 35_000);
    expect(scale.marksMs).toEqual([0, 5_000, 10_000, 15_000, 20_000, 25_000, 30_000]);
    expect([5_000, 20_000, 35_000].map(scale.percentOf)).toEqual([0, 50, 100]);
  });

  test.each([
    ['a tenth of a second', 100],
    ['twenty minutes', 1_200_000],
    ['three days', 72 * hourMs],
    ['ten years', 10 * yearMs],
    ['no time', 0],
  ])('of %s has few marks', (_what, lengthMs) => {
    const { marksMs } = timeScale(0, lengthMs);
    expect(marksMs.length).toBeGreaterThanOrEqual(1);
    expect(marksMs.length).toBeLessThanOrEqual(7);
    expect(new Set(marksMs).size).toBe(marksMs.length);
  });
});

describe('the scale of validities', () => {
  const nowMs = Date.parse('2026-11-24T12:00:00Z');
  const scale = validityScale(nowMs, [
    { fromMs: nowMs - hourMs, toMs: nowMs + 10 * yearMs - hourMs },
    { fromMs: nowMs - 120_000, toMs: nowMs + 24 * hourMs },
  ]);

  test('spans all that is shown', () => {
    expect(scale.percentOf(nowMs - hourMs)).toBe(0);
    expect(scale.percentOf(nowMs + 10 * yearMs - hourMs)).toBe(100);
  });

  test('gives a day room to be seen beside ten years', () => {
    const day = scale.percentOf(nowMs + 24 * hourMs) - scale.percentOf(nowMs);
    expect(day).toBeGreaterThan(20);
    expect(day).toBeLessThan(50);
  });

  test('marks now, and the stretches that it spans, in order', () => {
    expect(scale.marks.map(({ name }) => name)).toEqual(['now', '1 hour', '1 day', '1 month', '1 year', '10 years']);
    const percents = scale.marks.map(({ percent }) => percent);
    expect(percents).toEqual(percents.toSorted((one, other) => one - other));
    expect(percents.at(-1)).toBe(100);
  });
});

test('a length is short, and never below nothing', () => {
  expect([percent(100 / 3), percent(-0.1), percent(50)]).toEqual(['33.333%', '0%', '50%']);
});
