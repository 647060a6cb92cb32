import { writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { fakeCommands } from '../../testing/fake-commands.ts';
import { temporaryFolder } from '../../testing/temporary-folder.ts';
import { dockerCredentials } from './docker-credentials.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeEach(async () => {
  folder = await temporaryFolder();
});
afterEach(async () => {
  await folder[Symbol.asyncDispose]();
});

const auth = Buffer.from('me:pass:word').toString('base64');
const { run, ran } = fakeCommands({
  'docker-credential-safe': (_, { input }) => {
    if (input === 'quay.io') return { stdout: JSON.stringify({ Username: 'kept', Secret: 'safely' }) };
    if (input === 'azure.example') return { stdout: JSON.stringify({ Username: '<token>', Secret: 'of azure' }) };
    if (input === 'broken.example') return { exitCode: 1, stderr: 'the keyring is locked' };
    return { exitCode: 1, stdout: 'credentials not found in native keychain', stderr: '' };
  },
});

async function credentialsFor(registry: string, config: object | string) {
  await writeFile(`${folder.path}/config.json`, typeof config === 'string' ? config : JSON.stringify(config));
  return dockerCredentials(run, { DOCKER_CONFIG: folder.path })(registry);
}

describe('credentials of docker login', () => {
  test('are found in the file, whatever is in the password', async () => {
    await expect(credentialsFor('quay.io', { auths: { 'quay.io': { auth } } })).resolves.toEqual({
      username: 'me',
      password: 'pass:word',
    });
  });

  test('those for Docker Hub have an old name', async () => {
    const auths = { 'https://index.docker.io/v1/': { auth } };
    await expect(credentialsFor('docker.io', { auths })).resolves.toMatchObject({ username: 'me' });
  });

  test('are asked of the helper that is named for the registry, else of the one for all', async () => {
    await expect(credentialsFor('quay.io', { credHelpers: { 'quay.io': 'safe' } })).resolves.toEqual({
      username: 'kept',
      password: 'safely',
    });
    await expect(credentialsFor('azure.example', { credsStore: 'safe' })).resolves.toEqual({
      identityToken: 'of azure',
    });
    expect(ran.join()).not.toContain('safely');
  });

  test('there are none where neither file nor helper knows any', async () => {
    await expect(credentialsFor('ghcr.io', { credsStore: 'safe', auths: {} })).resolves.toBeUndefined();
    await expect(dockerCredentials(run, { DOCKER_CONFIG: `${folder.path}/no` })('ghcr.io')).resolves.toBeUndefined();
  });

  test('a helper that fails is named, without what it printed', async () => {
    const asking = credentialsFor('broken.example', { credsStore: 'safe' });
    await expect(asking).rejects.toThrow('docker-credential-safe did not give the credentials for broken.example');
  });

  test('a file that is not JSON is named, and not quoted', async () => {
    const asking = credentialsFor('quay.io', '{"auths": s3cret');
    await expect(asking).rejects.toThrow('config.json is not JSON');
    await expect(asking).rejects.not.toThrow('s3cret');
  });
});
