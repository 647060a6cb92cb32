import { describe, expect, test } from '@jest/globals';
import { contentKey } from './content-key.ts';

describe('the content key', () => {
  const key = contentKey('bread', { flour: 405, salt: [1, { iodine: true }] }, ['aa', 'bb']);

  test('is the same for the same content, in whatever order it is given', () => {
    expect(contentKey('bread', { salt: [1, { iodine: true }], flour: 405 }, ['bb', 'aa'])).toBe(key);
  });

  test.each([
    ['the unit', contentKey('cake', { flour: 405, salt: [1, { iodine: true }] }, ['aa', 'bb'])],
    ['an input', contentKey('bread', { flour: 550, salt: [1, { iodine: true }] }, ['aa', 'bb'])],
    ['the order of a list', contentKey('bread', { flour: 405, salt: [{ iodine: true }, 1] }, ['aa', 'bb'])],
    ['a need', contentKey('bread', { flour: 405, salt: [1, { iodine: true }] }, ['aa', 'cc'])],
  ])('changes with %s', (_, changed) => {
    expect(changed).not.toBe(key);
  });

  test('is safe in file names and image tags', () => {
    expect(key).toMatch(/^[0-9a-f]{16}$/);
  });
});
