import { expect, test } from '@jest/globals';
import { AssertionFailedError, ComponentError, explainsItself, MachineError, UsageError } from './harness-error.ts';

test.each([
  [new UsageError('there is no such context'), true],
  [new MachineError('there is no Docker'), true],
  [new ComponentError('a pod does not start', { cause: new UsageError('an option') }), false],
  [new AssertionFailedError('the chain is broken'), false],
  [new TypeError('unforeseen'), false],
])('%s explains itself: %p', (error, expected) => {
  expect(explainsItself(error)).toBe(expected);
});
