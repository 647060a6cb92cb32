import { expect, test } from '@jest/globals';
import { isOlderDocker } from './docker-version.ts';

test.each([
  ['19.03.15+dfsg1', true],
  ['18.09.1', true],
  ['20.9', true],
  ['20.10.24-ce', false],
  ['20.10.0', false],
  ['28.2.2', false],
  ['dev', false],
])('%s is older than 20.10.0: %s', (version, expected) => {
  expect(isOlderDocker(version, '20.10.0')).toBe(expected);
});
