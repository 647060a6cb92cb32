import { expect, test } from '@jest/globals';
import { isNewEnough } from './needed-node.js';

test.each([
  ['20.19.5', false],
  ['22.19.0', false],
  ['24.4.1', false],
  ['24.5.0', true],
  ['24.21.0', true],
  ['25.0.0', true],
])('Node.js %s honours proxies in agents: %s', (version, does) => {
  expect(isNewEnough(version)).toBe(does);
});
