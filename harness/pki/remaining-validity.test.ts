import { expect, test } from '@jest/globals';
import { describeRemaining } from './remaining-validity.ts';

const now = new Date('2026-11-24T12:00:00Z');
const minutes = 60_000;
const hours = 60 * minutes;
const days = 24 * hours;
const fromNow = (ms: number) => new Date(now.getTime() + ms);

test.each([
  [3_650 * days, '10 years left'],
  [2 * 365 * days - 1, '1 year 364 days left'],
  [365 * days, '1 year left'],
  [90 * days - 1, '89 days left'],
  [25 * hours, '1 day 1 hour left'],
  [24 * hours, '1 day left'],
  [23 * hours + 59 * minutes, '23 hours left'],
  [61 * minutes, '1 hour 1 minute left'],
  [59 * minutes, '59 minutes left'],
  [1 * minutes, '1 minute left'],
  [59_999, 'less than a minute left'],
  [0, 'less than a minute left'],
  [-1, 'ended less than a minute ago'],
  [-3 * days, 'ended 3 days ago'],
])('a validity that ends in %p ms: %s', (endsInMs, words) => {
  expect(describeRemaining({ notBefore: fromNow(-4_000 * days), notAfter: fromNow(endsInMs) }, now)).toBe(words);
});

test('a validity that has not begun', () => {
  expect(describeRemaining({ notBefore: fromNow(2 * hours), notAfter: fromNow(days) }, now)).toBe('begins in 2 hours');
});
