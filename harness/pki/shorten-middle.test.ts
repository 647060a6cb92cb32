import { expect, test } from '@jest/globals';
import { shortenMiddle } from './shorten-middle.ts';

test.each([
  ['what fits stays', 'CN=istio-ca', 11, 'CN=istio-ca'],
  ['both ends stay', 'CN=istio-ca,O=Example Corp', 15, 'CN=isti…le Corp'],
  ['an odd one goes to the head', 'abcdefghij', 6, 'abc…ij'],
  ['characters are counted, not code units', '🔑🔑🔑🔑🔑🔑', 5, '🔑🔑…🔑🔑'],
  ['a width with no room for both ends cuts nothing', 'abcdef', 2, 'abcdef'],
])('%s', (_, text, width, short) => {
  expect(shortenMiddle(text, width)).toBe(short);
});

test('takes another ellipsis', () => {
  expect(shortenMiddle('abcdefghij', 7, '...')).toBe('ab...ij');
});
