import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { parse, stringify } from 'yaml';
import { contextKubeconfig } from './user-kubeconfig.ts';

const folder = mkdtempSync(join(tmpdir(), 'user-kubeconfig-'));
afterAll(() => rmSync(folder, { recursive: true }));
const config = (name: string, server: string, user: object) => ({
  apiVersion: 'v1',
  kind: 'Config',
  'current-context': name,
  contexts: [{ name, context: { cluster: name, user: name, namespace: 'team' } }],
  clusters: [{ name, cluster: { server, 'certificate-authority': 'certs/ca.crt', 'tls-server-name': 'api' } }],
  users: [{ name, user }],
});

mkdirSync(join(folder, 'certs'));
writeFileSync(join(folder, 'certs/ca.crt'), 'the CA');
const one = join(folder, 'one');
writeFileSync(
  one,
  stringify(config('eks', 'https://one', { exec: { command: './get-token', args: ['--cluster', 'x'], env: null } })),
);
const two = join(folder, 'two');
const both = config('other', 'https://two', { 'client-key': 'certs/ca.crt', tokenFile: 'token' });
writeFileSync(two, stringify({ ...both, users: [...both.users, { name: 'eks', user: { token: 'second' } }] }));

describe('one context of a kubeconfig', () => {
  test('stands alone, with what its files hold, and a plugin by its whole path', async () => {
    expect(parse(await contextKubeconfig([one, two], 'eks'))).toEqual({
      apiVersion: 'v1',
      kind: 'Config',
      'current-context': 'eks',
      contexts: [{ name: 'eks', context: { cluster: 'eks', user: 'eks', namespace: 'team' } }],
      clusters: [
        {
          name: 'eks',
          cluster: {
            server: 'https://one',
            'tls-server-name': 'api',
            'certificate-authority-data': Buffer.from('the CA').toString('base64'),
          },
        },
      ],
      users: [
        {
          name: 'eks',
          user: { exec: { command: join(folder, 'get-token'), args: ['--cluster', 'x'], env: null } },
        },
      ],
    });
  });

  test('is found in any of the files; a token stays where it is renewed', async () => {
    const { users } = parse(await contextKubeconfig([one, join(folder, 'absent'), two], 'other'));
    expect(users[0].user).toEqual({
      'client-key-data': Buffer.from('the CA').toString('base64'),
      tokenFile: join(folder, 'token'),
    });
  });

  test('that is not there is refused with those that are', async () => {
    await expect(contextKubeconfig([one, two], 'eksx')).rejects.toMatchObject({
      name: 'UsageError',
      message: `There is no context eksx in ${one}, ${two}`,
      remedy: 'Give one of these with --context: eks, other.',
    });
  });

  test('whose file is broken is refused without showing what is in it', async () => {
    const broken = join(folder, 'broken');
    writeFileSync(broken, 'users: [{ token: secret');
    const refused = contextKubeconfig([broken], 'eks');
    await expect(refused).rejects.toThrow(`${broken} is not YAML`);
    await expect(refused).rejects.not.toHaveProperty('cause');
  });
});
