import { expect, test } from '@jest/globals';
import { nearestName } from './nearest-name.ts';

test.each([
  ['keeep', 'keep'],
  ['certmanager', 'cert-manager'],
  ['isto', 'istio'],
  ['something-else', undefined],
])('%s is probably %s', (typed, meant) => {
  expect(nearestName(typed, ['istio', 'issuer', 'keep', 'cert-manager', 'until'])).toBe(meant);
});
