import { describe, expect, test } from '@jest/globals';
import { fakeCommands } from '../artifacts/testing/fake-commands.ts';
import { volumesOf } from './run-containers.ts';

const { signal } = new AbortController();
const nodes = [
  { id: '4e1c', name: 'pca-e2e-a-control-plane' },
  { id: '723c', name: 'pca-e2e-a-worker' },
];

const volumesWhen = (stderr: string) => {
  const { run } = fakeCommands({ docker: () => ({ exitCode: 1, stdout: 'volume-of-4e1c \n', stderr }) });
  return volumesOf(nodes, signal, run);
};

describe('the volumes of containers', () => {
  test('are those of every container', async () => {
    const { run, ran } = fakeCommands({ docker: () => ({ stdout: 'one two \n\nthree ' }) });
    await expect(volumesOf(nodes, signal, run)).resolves.toEqual(['one', 'two', 'three']);
    expect(ran.join()).toMatch(/ 4e1c 723c$/);
  });

  // Docker 20 and 28.
  test.each(['Error: No such object: 723c', 'error: no such object: 723c'])(
    'are those of the ones still there: %s',
    async (stderr) => {
      await expect(volumesWhen(stderr)).resolves.toEqual(['volume-of-4e1c']);
    },
  );

  test('cannot be told when Docker failed in another way too', async () => {
    const stderr = 'Error: No such object: 723c\nCannot connect to the Docker daemon';
    await expect(volumesWhen(stderr)).rejects.toThrow('Cannot connect to the Docker daemon');
  });

  test('are none of no containers, without asking', async () => {
    const { run, ran } = fakeCommands({});
    await expect(volumesOf([], signal, run)).resolves.toEqual([]);
    expect(ran).toEqual([]);
  });
});
