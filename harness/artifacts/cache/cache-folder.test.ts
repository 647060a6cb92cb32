import { homedir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { cacheFolder } from './cache-folder.ts';

test.each([
  ['the variable of its own', { PCA_E2E_CACHE_DIR: '/big/disk', XDG_CACHE_HOME: '/cache' }, '/big/disk'],
  ["the user's cache folder", { XDG_CACHE_HOME: '/cache' }, '/cache/istio-pca-e2e'],
  ['.cache when nothing is set', {}, join(homedir(), '.cache', 'istio-pca-e2e')],
  [
    '.cache when the variables are empty',
    { PCA_E2E_CACHE_DIR: '', XDG_CACHE_HOME: '' },
    join(homedir(), '.cache', 'istio-pca-e2e'),
  ],
])('artifacts are kept in %s', (_, environment, folder) => {
  expect(cacheFolder(environment)).toBe(folder);
});
