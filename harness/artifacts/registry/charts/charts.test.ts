import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { stringify } from 'yaml';
import { ComponentError, UsageError } from '../../../errors/harness-error.ts';
import { temporaryFolder } from '../../testing/temporary-folder.ts';
import { quickRetry, testPuller } from '../testing/access-fixture.ts';
import { LoopbackServer } from '../testing/loopback-server.ts';
import { RegistryServer } from '../testing/registry-server.ts';
import { chartRepository } from './chart-repository.ts';
import type { ChartSource } from './chart-source.ts';
import { ociChart } from './oci-chart.ts';
import { publishedTwice } from './published-twice.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeEach(async () => {
  folder = await temporaryFolder();
});
afterEach(async () => {
  await folder[Symbol.asyncDispose]();
});

const archive = 'the archive of a chart';
const digest = createHash('sha256').update(archive).digest('hex');

describe('a chart repository', () => {
  let server: LoopbackServer;
  const authorizations: (string | undefined)[] = [];

  beforeEach(async () => {
    authorizations.length = 0;
    const entry = (version: string, more = {}) => ({ version, urls: [`charts/c-${version}.tgz`], digest, ...more });
    const entries = {
      'cert-manager': [
        entry('v1.21.2'),
        entry('v1.21.10'),
        entry('v1.20.0'),
        entry('v1.22.0-beta.0'),
        entry('v1.0.0', { digest: 'f'.repeat(64) }),
        entry('v0.9.0', { digest: undefined }),
        entry('v1.9.2', { appVersion: 'v1.11.0' }),
      ],
    };
    server = await new LoopbackServer(({ path, headers }) => {
      authorizations.push(headers.authorization);
      if (path === '/repo/index.yaml') return { body: stringify({ apiVersion: 'v1', entries }) };
      return path.startsWith('/repo/charts/') ? { body: archive } : undefined;
    }).start();
  });
  afterEach(async () => {
    await server[Symbol.asyncDispose]();
  });

  function chart(name = 'cert-manager', credentials?: { username: string; password: string }) {
    const { http } = testPuller(folder.path, {});
    return chartRepository({ name, repository: `${server.url}/repo`, http, credentialsOf: async () => credentials });
  }
  const file = () => `${folder.path}/chart.tgz`;

  test.each(['1.21.2', '1.11.0'])('gives version %s, by the chart or by the application', async (version) => {
    const came = await chart().fetch(version, file(), quickRetry());
    expect(came).toEqual({ from: expect.stringContaining(`${server.url}/repo/charts/c-`), digest: `sha256:${digest}` });
    await expect(readFile(file(), 'utf8')).resolves.toBe(archive);
  });

  test('says which versions are nearest to one that is missing', async () => {
    await expect(chart().fetch('1.21.3', file(), quickRetry())).rejects.toMatchObject({
      message: expect.stringContaining('There is no cert-manager chart 1.21.3 at'),
      remedy: 'The nearest that are there: v1.21.10, v1.21.2.',
      exitCode: 2,
    });
  });

  test('says which charts it has when it has not this one', async () => {
    await expect(chart('istiod').versions(quickRetry())).rejects.toMatchObject({ remedy: 'It has: cert-manager.' });
  });

  test('a chart of another content than the index says is refused', async () => {
    await expect(chart().fetch('1.0.0', file(), quickRetry())).rejects.toThrow('is not what was published');
  });

  test('a chart without a digest is refused', async () => {
    await expect(chart().fetch('0.9.0', file(), quickRetry())).rejects.toThrow(
      'gives no digest for cert-manager 0.9.0',
    );
  });

  test('is shown credentials where there are some', async () => {
    await chart('cert-manager', { username: 'me', password: 'pw' }).fetch('1.21.2', file(), quickRetry());
    expect(authorizations).toEqual(Array(2).fill(`Basic ${Buffer.from('me:pw').toString('base64')}`));
  });
});

describe('a chart that is published twice', () => {
  const source = (address: string, fetch: ChartSource['fetch']): ChartSource => ({
    ...{ name: 'cert-manager', address, fetch },
    versions: async () => [address],
  });
  const unreachable = source('https://first.example', async () => {
    throw new ComponentError('first.example: status 403 and a web page', { remedy: 'look' });
  });

  test('is taken from the second place when the first does not give it, and that is said', async () => {
    const fetched: string[] = [];
    const second = source('oci://second.example', async (version) => {
      fetched.push(version);
      return { from: 'oci://second.example', digest: `sha256:${digest}` };
    });
    const retry = quickRetry();
    await publishedTwice(unreachable, second).fetch('1.21.2', 'file', retry);
    expect(fetched).toEqual(['1.21.2']);
    expect(retry.said).toEqual([
      'first.example: status 403 and a web page; cert-manager is taken from oci://second.example instead',
    ]);
  });

  test('names both when neither gives it', async () => {
    const fetching = publishedTwice(unreachable, unreachable).fetch('1.21.2', 'file', quickRetry());
    await expect(fetching).rejects.toMatchObject({
      message: expect.stringContaining('Nor at https://first.example'),
      remedy: 'look',
    });
  });

  test('is missing where the first place says so', async () => {
    const missing = source('https://first.example', async () => {
      throw new UsageError('There is no cert-manager chart 1.21.3');
    });
    const second = source('oci://second.example', async (from) => ({ from, digest: '' }));
    await expect(publishedTwice(missing, second).fetch('1.21.3', 'file', quickRetry())).rejects.toBeInstanceOf(
      UsageError,
    );
  });
});

describe('a chart in a registry', () => {
  let registry: RegistryServer;
  beforeEach(async () => {
    registry = await new RegistryServer().start();
    const layer = registry.blob(archive, 'application/vnd.cncf.helm.chart.content.v1.tar+gzip');
    const config = registry.blob('{}', 'application/vnd.cncf.helm.config.v1+json');
    const manifest = { schemaVersion: 2, config, layers: [layer] };
    registry.tag('charts/cert-manager', 'v1.21.2', 'application/vnd.oci.image.manifest.v1+json', manifest);
  });
  afterEach(async () => {
    await registry[Symbol.asyncDispose]();
  });

  const chart = () =>
    ociChart({
      name: 'cert-manager',
      repository: 'oci://quay.io/charts',
      ...testPuller(folder.path, { 'quay.io': registry.url }),
    });

  test('is fetched by its version', async () => {
    const came = await chart().fetch('1.21.2', `${folder.path}/chart.tgz`, quickRetry());
    expect(came).toEqual({ from: 'oci://quay.io/charts/cert-manager:v1.21.2', digest: `sha256:${digest}` });
    await expect(readFile(`${folder.path}/chart.tgz`, 'utf8')).resolves.toBe(archive);
    await expect(chart().versions(quickRetry())).resolves.toEqual(['v1.21.2']);
  });

  test('that is missing is named with those that are there', async () => {
    await expect(chart().fetch('1.22.0', `${folder.path}/chart.tgz`, quickRetry())).rejects.toMatchObject({
      message: `quay.io/charts/cert-manager has no tag v1.22.0 (at ${registry.host})`,
      remedy: 'The nearest that are there: v1.21.2.',
    });
  });
});
