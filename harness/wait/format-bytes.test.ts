import { expect, test } from '@jest/globals';
import { formatBytes } from './format-bytes.ts';

test.each([
  [0, '0.0 MiB'],
  [58.1 * 1_048_576, '58.1 MiB'],
  [1.5 * 1_073_741_824, '1.5 GiB'],
])('%d bytes are %s', (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});
