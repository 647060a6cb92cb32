import { describe, expect, test } from '@jest/globals';
import { ComponentError, UsageError } from '../errors/harness-error.ts';
import { errorText, remedyText } from './error-text.ts';

const disk = new UsageError('no space left on /', { remedy: 'Free some space.' });
const image = new ComponentError('The image could not be built', { cause: disk });
const run = new ComponentError('The cluster did not come up', { cause: image, remedy: 'Look at kind.log.' });

describe('errorText', () => {
  test('tells the error and each cause in turn', () => {
    expect(errorText(run)).toBe(
      'The cluster did not come up\nbecause: The image could not be built\nbecause: no space left on /',
    );
  });

  test('tells what is no error, and the name of an error without words', () => {
    expect(errorText('text')).toBe('text');
    expect(errorText(new TypeError())).toBe('TypeError');
  });
});

describe('remedyText', () => {
  test('holds the remedies of the error and its causes', () => {
    expect(remedyText(run)).toBe('Look at kind.log.\nFree some space.');
  });

  test('tells the same remedy once', () => {
    expect(remedyText(new ComponentError('twice', { cause: disk, remedy: 'Free some space.' }))).toBe(
      'Free some space.',
    );
  });

  test('is undefined where nobody knows what to do', () => {
    expect(remedyText(new Error('oh'))).toBeUndefined();
  });
});
