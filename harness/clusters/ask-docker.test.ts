import { chmodSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { CommandError } from '../process/command-error.ts';
import { testFolder } from '../testing/test-folder.ts';
import { askDocker, DockerAwayError } from './ask-docker.ts';

/** A docker command that says this, and fails. */
function dockerThatSays(text: string): Readonly<Record<string, string>> {
  const folder = testFolder('ask-docker-');
  writeFileSync(join(folder, 'docker'), `#!/bin/sh\necho '${text}' >&2\nexit 1\n`);
  chmodSync(join(folder, 'docker'), 0o755);
  return { PATH: [folder, process.env['PATH'] ?? ''].join(delimiter) };
}

const ask = (env: Readonly<Record<string, string>>) => askDocker(['ps'], { env });

describe('asking Docker', () => {
  test.each([
    'Cannot connect to the Docker daemon at unix:///nonexistent. Is the docker daemon running?',
    'failed to connect to the docker API at unix:///nonexistent; check if the path is correct',
    'error during connect: Get "http://elsewhere:2375/v1.41/info": dial tcp: lookup elsewhere: no such host',
    'permission denied while trying to connect to the Docker daemon socket',
  ])('that says "%s" is known as Docker that is away', async (text) => {
    await expect(ask(dockerThatSays(text))).rejects.toThrow(DockerAwayError);
    await expect(ask(dockerThatSays(text))).rejects.toThrow('Docker does not answer');
  });

  test('without a docker command says that there is none', async () => {
    await expect(ask({ PATH: '/nowhere' })).rejects.toThrow('There is no docker command');
  });

  test('that answers with an error says what it answered', async () => {
    const answer = ask(dockerThatSays('Error response from daemon: no space left on device'));
    await expect(answer).rejects.toThrow(CommandError);
    await expect(answer).rejects.toThrow('no space left on device');
  });
});
