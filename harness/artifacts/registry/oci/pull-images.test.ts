import { readdirSync, readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ComponentError, UsageError } from '../../../errors/harness-error.ts';
import { blobFileOf, imagesInLayout } from '../../images/image-layout.ts';
import { temporaryFolder } from '../../testing/temporary-folder.ts';
import { quickRetry, testPuller } from '../testing/access-fixture.ts';
import { LoopbackServer } from '../testing/loopback-server.ts';
import { RegistryServer } from '../testing/registry-server.ts';
import { publishImage, publishIndex } from '../testing/sample-image.ts';
import { pullImages } from './pull-images.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let registry: RegistryServer;
let mirrors: Readonly<Record<string, string>>;
let layout: string;

beforeEach(async () => {
  folder = await temporaryFolder();
  registry = await new RegistryServer().start();
  mirrors = { 'quay.io': registry.url, 'docker.io': `${registry.url}/hub` };
  layout = `${folder.path}/layout`;
});
afterEach(async () => {
  await registry[Symbol.asyncDispose]();
  await folder[Symbol.asyncDispose]();
});

const pull = (names: readonly string[], retry = quickRetry(), options = {}) =>
  pullImages(names, layout, testPuller(folder.path, mirrors, options), retry);
const blobRequests = () => registry.paths.filter((path) => path.includes('/blobs/'));
const lower = 'a layer that images share'.repeat(200);

describe('pulling images', () => {
  test('puts them into a layout under their own names and published digests', async () => {
    const { digest } = publishImage(registry, 'jetstack/controller', 'v1.2.3', [lower, 'controller']);
    const pulled = await pull(['quay.io/jetstack/controller:v1.2.3']);
    expect(pulled).toEqual([{ name: 'quay.io/jetstack/controller:v1.2.3', digest }]);
    expect(await imagesInLayout(layout)).toMatchObject(pulled);
  });

  test('takes the platform that is wanted out of an index, and keeps the published digest of the index', async () => {
    const { digest } = publishIndex(registry, 'jetstack/controller', 'v1', {
      'linux/arm64': ['of arm64'],
      'linux/amd64': ['of amd64'],
    });
    await pull(['quay.io/jetstack/controller:v1']);
    const contents = readdirSync(`${layout}/blobs/sha256`).map((name) =>
      readFileSync(`${layout}/blobs/sha256/${name}`, 'utf8'),
    );
    expect((await imagesInLayout(layout))[0]?.digest).toBe(digest);
    expect(contents).toContain('of amd64');
    expect(contents).not.toContain('of arm64');
  });

  test('says for which platforms an image is published', async () => {
    publishIndex(registry, 'jetstack/controller', 'v1', { 'linux/arm64': ['of arm64'] });
    const pulling = pull(['quay.io/jetstack/controller:v1']);
    await expect(pulling).rejects.toThrow('is not published for linux/amd64, only for linux/arm64');
    await expect(pulling).rejects.toBeInstanceOf(UsageError);
  });

  test('fetches what images share once', async () => {
    publishImage(registry, 'jetstack/controller', 'v1', [lower, 'controller']);
    publishImage(registry, 'jetstack/webhook', 'v1', [lower, 'webhook']);
    await pull(['quay.io/jetstack/controller:v1', 'quay.io/jetstack/webhook:v1']);
    expect(blobRequests()).toHaveLength(4);
    expect(new Set(blobRequests().map((path) => path.slice(path.lastIndexOf('/')))).size).toBe(4);
  });

  test('fetches nothing again that it has', async () => {
    publishImage(registry, 'jetstack/controller', 'v1', [lower]);
    await pull(['quay.io/jetstack/controller:v1']);
    const asked = blobRequests().length;
    await pullImages(
      ['quay.io/jetstack/controller:v1'],
      `${folder.path}/again`,
      testPuller(folder.path, mirrors),
      quickRetry(),
    );
    expect(blobRequests()).toHaveLength(asked);
  });

  test('finds an image of Docker Hub below the path of a pull-through cache', async () => {
    publishImage(registry, 'hub/library/node', '24', ['node']);
    await expect(pull(['node:24'])).resolves.toMatchObject([{ name: 'docker.io/library/node:24' }]);
  });

  test('names the nearest tags when the wanted one is missing', async () => {
    for (const tag of ['v1.33.2', 'v1.34.0', 'v1.34.3', 'latest'])
      publishImage(registry, 'hub/kindest/node', tag, ['node']);
    registry.tagsPerPage = 2;
    const pulling = pull(['kindest/node:v1.34.9']);
    await expect(pulling).rejects.toThrow('docker.io/kindest/node has no tag v1.34.9');
    await expect(pulling).rejects.toMatchObject({
      exitCode: 2,
      remedy: 'The nearest that are there: v1.34.3, v1.34.0.',
    });
  });
});

describe('when the registry does wrong', () => {
  beforeEach(() => {
    publishImage(registry, 'jetstack/controller', 'v1', [lower]);
  });

  test('a layer that broke off is continued from there', async () => {
    publishImage(registry, 'jetstack/controller', 'v1', ['large'.repeat(400_000)]);
    const ranges: (string | undefined)[] = [];
    registry.fault = ({ path, headers }) => {
      if (!path.includes('/blobs/')) return undefined;
      ranges.push(headers.range);
      return ranges.length <= 2 ? { breakAfterBytes: 1_500_000 } : undefined;
    };
    const retry = quickRetry([1, 1, 1]);
    await pull(['quay.io/jetstack/controller:v1'], retry);
    expect(ranges.filter((range) => range?.startsWith('bytes='))).not.toHaveLength(0);
    expect(retry.said.join('\n')).toMatch(/was not received whole .* again in 1 ms/);
  });

  test('an outage that lasts fails with its cause, and what was fetched before it stays', async () => {
    publishImage(registry, 'jetstack/webhook', 'v1', ['webhook']);
    await pull(['quay.io/jetstack/webhook:v1']);
    registry.fault = () => ({ status: 503 });
    const pulling = pull(['quay.io/jetstack/controller:v1']);
    await expect(pulling).rejects.toThrow(/controller:v1 could not be fetched in 3 attempts: .* status 503/);
    await expect(pulling).rejects.toMatchObject({ cause: { status: 503 } });
    registry.fault = () => undefined;
    const before = blobRequests().length;
    await pull(['quay.io/jetstack/controller:v1', 'quay.io/jetstack/webhook:v1']);
    expect(blobRequests().length - before).toBe(1);
  });

  test('a server that goes silent is given up after a while, and asked again', async () => {
    let silent = true;
    registry.fault = ({ path }) => {
      if (!path.includes('/blobs/') || !silent) return undefined;
      silent = false;
      return { stallAfterBytes: 10 };
    };
    const retry = quickRetry();
    await pull(['quay.io/jetstack/controller:v1'], retry, { stallTimeoutMs: 150 });
    expect(retry.said.join('\n')).toContain('nothing was received for 150 ms');
  });

  test('a slow server is waited for as long as it sends', async () => {
    registry.fault = ({ path }) => (path.includes('/blobs/') ? { pieceBytes: 800, pauseMs: 40 } : undefined);
    const retry = quickRetry();
    await pull(['quay.io/jetstack/controller:v1'], retry, { stallTimeoutMs: 150 });
    expect(retry.said.filter((line) => line.includes('again in'))).toEqual([]);
  });

  test('a layer of other content than its digest says is refused, and not kept', async () => {
    const { layers } = JSON.parse(await manifestText()) as { layers: { digest: string }[] };
    const [{ digest } = { digest: '' }] = layers;
    registry.blobFile(digest, new URL(import.meta.url).pathname);
    const pulling = pull(['quay.io/jetstack/controller:v1']);
    await expect(pulling).rejects.toThrow(`${digest} was sent as sha256:`);
    await expect(pulling).rejects.toBeInstanceOf(ComponentError);
    expect(() => readFileSync(blobFileOf(layout, digest))).toThrow('ENOENT');
  });

  test('what it says about waiting is heeded', async () => {
    let asked = 0;
    registry.fault = () => (++asked === 1 ? { status: 429, headers: { 'retry-after': '0.05' } } : undefined);
    const retry = quickRetry();
    await pull(['quay.io/jetstack/controller:v1'], retry);
    expect(retry.said[0]).toMatch(/status 429.* again in 50 ms/);
  });

  async function manifestText(): Promise<string> {
    const answer = await fetch(`${registry.url}/v2/jetstack/controller/manifests/v1`);
    return answer.text();
  }
});

describe('a registry that asks for credentials', () => {
  const password = 's3cret-of-the-test';
  const auth = Buffer.from(`me:${password}`).toString('base64');

  beforeEach(() => {
    publishImage(registry, 'jetstack/controller', 'v1', ['controller']);
  });

  test.each(['basic', 'bearer'] as const)('is shown those of docker login (%s)', async (by) => {
    registry.account = { username: 'me', password, by };
    const auths = { [registry.host]: { auth } };
    await expect(pull(['quay.io/jetstack/controller:v1'], quickRetry(), { auths })).resolves.toHaveLength(1);
  });

  test('is shown an identity token in the way that is made for it', async () => {
    registry.account = { username: '<token>', password, by: 'identity-token' };
    const auths = { [registry.host]: { identitytoken: password } };
    await expect(pull(['quay.io/jetstack/controller:v1'], quickRetry(), { auths })).resolves.toHaveLength(1);
  });

  test.each([
    ['bearer', 'me', (password: string) => ({ auth: Buffer.from(`me:${password}`).toString('base64') })],
    ['identity-token', '<token>', (identitytoken: string) => ({ identitytoken })],
  ] as const)('whose token server redirects elsewhere is not followed there (%s)', async (by, username, entry) => {
    registry.account = { username, password, by };
    await using elsewhere = await new LoopbackServer(() => ({ body: '{"token":"any"}' })).start();
    registry.fault = ({ path }) =>
      path === '/token' ? { status: 307, headers: { location: `${elsewhere.url}/token` } } : undefined;
    const pulling = pull(['quay.io/jetstack/controller:v1'], quickRetry(), {
      auths: { [registry.host]: entry(password) },
    });
    await expect(pulling).rejects.toThrow(
      `${registry.url}/token: redirects to ${elsewhere.url}, which the credentials`,
    );
    expect(elsewhere.paths).toEqual([]);
  });

  test('refuses without them, and the error says what to do', async () => {
    registry.account = { username: 'me', password, by: 'basic' };
    const pulling = pull(['quay.io/jetstack/controller:v1']);
    await expect(pulling).rejects.toThrow('does not give quay.io/jetstack/controller:v1: status 401');
    await expect(pulling).rejects.toMatchObject({ remedy: expect.stringContaining(`docker login ${registry.host}`) });
  });

  test('no wrong password reaches an error or a line', async () => {
    registry.account = { username: 'me', password: 'another', by: 'bearer' };
    const retry = quickRetry();
    const error = await pull(['quay.io/jetstack/controller:v1'], retry, { auths: { [registry.host]: { auth } } }).catch(
      (thrown: unknown) => thrown as Error,
    );
    const shown = `${String((error as Error).stack)} ${JSON.stringify(error)} ${retry.said.join()}`;
    expect(shown).toContain('401');
    expect(shown).not.toContain(password);
    expect(shown).not.toContain(auth);
  });
});
