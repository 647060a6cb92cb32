import { expect, test } from '@jest/globals';
import { explainingFullDisk } from './file-not-written.ts';
import { ComponentError, MachineError } from './harness-error.ts';

test.each([
  ['the system', Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' })],
  [
    'a program',
    new ComponentError('kind create cluster failed with exit code 1\nERROR: write kubeconfig: no space left on device'),
  ],
  ['a cause', new ComponentError('The run could not be kept', { cause: new Error('EDQUOT: disk quota exceeded') })],
])('a disk that is full by word of %s is a matter of the machine, with the error as its cause', (_by, error) => {
  const explained = explainingFullDisk(error, '/runs/r1');
  expect(explained).toBeInstanceOf(MachineError);
  expect(explained).toMatchObject({
    message: 'A disk is full (the run folder is /runs/r1)',
    cause: error,
    remedy: 'Make room, or give another folder with --run-dir.',
  });
});

test('any other error stays as it is', () => {
  const error = new ComponentError('istiod is not ready');
  expect(explainingFullDisk(error, '/runs/r1')).toBe(error);
  expect(explainingFullDisk(undefined, '/runs/r1')).toBeUndefined();
});
