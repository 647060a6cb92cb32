import { expect, test } from '@jest/globals';
import { goDurationMs } from './go-duration.ts';

test.each([
  ['2160h', 90 * 24 * 3_600_000],
  ['1h30m', 5_400_000],
  ['1.5h', 5_400_000],
  ['59m', 3_540_000],
  ['15s', 15_000],
  ['250ms', 250],
])('%s is %i ms', (text, ms) => {
  expect(goDurationMs(text)).toBe(ms);
});

test.each(['', '15', 'h', '1 h', '-5m', '1d', 'abc'])('"%s" is no duration', (text) => {
  expect(goDurationMs(text)).toBeNaN();
});
