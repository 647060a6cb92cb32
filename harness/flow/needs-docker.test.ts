import { expect, test } from '@jest/globals';
import { type DockerChoice, needsDocker } from './needs-docker.ts';

const guest: DockerChoice = { provider: 'existing', aws: 'real', artifacts: 'registry' };

test.each<readonly [string, Partial<DockerChoice>, boolean]>([
  ['published images in a cluster that is there, with AWS itself', {}, false],
  ['a node of its own', { provider: 'kind' }, true],
  ['the mocked AWS', { aws: 'mock' }, true],
  ['images that are built here', { artifacts: 'local' }, true],
])('%s', (_, options, expected) => {
  expect(needsDocker({ ...guest, ...options })).toBe(expected);
});
