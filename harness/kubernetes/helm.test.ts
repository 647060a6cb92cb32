import { expect, test } from '@jest/globals';
import { mergeValues } from './helm.ts';

test('values are merged as helm merges value files: maps deeply, lists and scalars replaced', () => {
  const below = { crds: { enabled: false, keep: true }, env: ['a'], replicas: 1 };
  const above = { crds: { enabled: true }, env: ['b'], image: { tag: 'v1' } };
  expect(mergeValues(below, above)).toEqual({
    crds: { enabled: true, keep: true },
    env: ['b'],
    replicas: 1,
    image: { tag: 'v1' },
  });
});
