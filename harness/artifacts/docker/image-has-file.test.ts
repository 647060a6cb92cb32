import { describe, expect, test } from '@jest/globals';
import { fakeCommands } from '../testing/fake-commands.ts';
import { lacksKindNetwork } from './image-has-file.ts';

const { signal } = new AbortController();

/** A Docker whose `cp` ends so. */
function dockerThat(copies: { stdout: string } | { exitCode: number; stderr: string }) {
  return fakeCommands({ docker: ([verb]) => (verb === 'cp' ? copies : {}) });
}

describe('whether a node image lacks kind’s network', () => {
  test('no, when it has the manifest from which kind installs it', async () => {
    const { run, ran } = dockerThat({ stdout: 'archive' });
    await expect(lacksKindNetwork(run, 'kindest/node:v1', signal)).resolves.toBe(false);
    expect(ran.join('\n')).toMatch(/docker create .* kindest\/node:v1 none\ndocker cp .*default-cni.yaml -\ndocker rm/);
  });

  test.each([
    'Error: No such container:path: istio-pca-e2e-look-1:/kind/manifests/default-cni.yaml',
    'Error response from daemon: Could not find the file /kind/manifests/default-cni.yaml in container 1',
    'Error: "/kind/manifests/default-cni.yaml" could not be found on container 1: no such file or directory',
  ])('yes, when Docker (or Podman) says: %s', async (stderr) => {
    const { run } = dockerThat({ exitCode: 1, stderr });
    await expect(lacksKindNetwork(run, 'own', signal)).resolves.toBe(true);
  });

  test('nobody knows, when looking failed; the container is removed all the same', async () => {
    const { run, ran } = dockerThat({ exitCode: 1, stderr: 'the daemon is gone' });
    await expect(lacksKindNetwork(run, 'own', signal)).rejects.toThrow('the daemon is gone');
    expect(ran.at(-1)).toContain('docker rm');
  });
});
