import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { temporaryFolder } from '../../testing/temporary-folder.ts';
import { quickRetry, testPuller } from '../testing/access-fixture.ts';
import { type Asked, LoopbackServer, type Refusal } from '../testing/loopback-server.ts';
import { RegistryServer } from '../testing/registry-server.ts';
import { publishImage } from '../testing/sample-image.ts';
import { pullImages } from './pull-images.ts';

/** Registries as they behave in public. What is asked of them here, Docker Hub, ECR Public and Quay have answered so. */
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let registry: RegistryServer;

beforeEach(async () => {
  folder = await temporaryFolder();
  registry = await new RegistryServer().start();
  publishImage(registry, 'jetstack/controller', 'v1', ['controller']);
});
afterEach(async () => {
  await registry[Symbol.asyncDispose]();
  await folder[Symbol.asyncDispose]();
});

const name = 'quay.io/jetstack/controller:v1';
const auth = Buffer.from('me:s3cret').toString('base64');

const pull = (retry = quickRetry(), auths: object = {}) =>
  pullImages([name], `${folder.path}/layout`, testPuller(folder.path, { 'quay.io': registry.url }, { auths }), retry);
const fault = (when: (asked: Asked) => Refusal | false | undefined) => {
  registry.fault = (asked) => when(asked) || undefined;
};

const page: Refusal = {
  status: 403,
  headers: { 'content-type': 'text/html; charset=UTF-8' },
  body: '<!DOCTYPE html><html><head><title>Attention Required! | Cloudflare</title></head></html>',
};
const problem = (status: number, code: string, message: string): Refusal => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ errors: [{ code, message }] }),
});

describe('a server behind bot protection', () => {
  test('is given a name, with every request', async () => {
    registry.account = { username: 'me', password: 's3cret', by: 'bearer' };
    fault(({ headers }) => !headers['user-agent'] && page);
    await expect(pull(quickRetry(), { [registry.host]: { auth } })).resolves.toHaveLength(1);
  });

  test.each(['manifests', 'blobs'])('whose page comes in the place of %s is named by it', async (kind) => {
    fault(({ path }) => path.includes(kind) && page);
    await expect(pull()).rejects.toThrow('status 403 and a web page ("Attention Required! | Cloudflare")');
    await expect(pull()).rejects.toMatchObject({ remedy: expect.stringContaining('HTTPS_PROXY') });
  });

  test.each(['manifests', 'blobs'])('that calls its page a success in the place of %s, too', async (kind) => {
    fault(({ path }) => path.includes(kind) && { ...page, status: 200 });
    await expect(pull()).rejects.toThrow('status 200 and a web page');
  });
});

describe('an expired login', () => {
  const expired = problem(400, 'DENIED', 'Your authorization token has expired. Reauthenticate and try again.');

  test('is passed over where what is asked for is public', async () => {
    registry.account = { username: 'me', password: 's3cret', by: 'bearer' };
    fault(({ path, headers }) => {
      if (path !== '/token') return undefined;
      return headers.authorization === undefined
        ? { status: 200, body: JSON.stringify({ token: 'token-of-the-test-registry' }) }
        : expired;
    });
    const retry = quickRetry();
    await expect(pull(retry, { [registry.host]: { auth } })).resolves.toHaveLength(1);
    expect(retry.said.join('\n')).toMatch(/the login is refused \(.* status 400: DENIED \(Your authorization/);
    expect(retry.said.join('\n')).not.toContain(auth);
  });

  test.each(['bearer', 'basic'] as const)('that is needed (%s) is named, with docker logout', async (by) => {
    registry.account = { username: 'me', password: 's3cret', by };
    fault(({ headers, path }) =>
      headers.authorization ? expired : path === '/token' && problem(401, 'UNAUTHORIZED', 'x'),
    );
    const pulling = pull(quickRetry(), { [registry.host]: { auth } });
    await expect(pulling).rejects.toMatchObject({ remedy: expect.stringContaining(`docker logout ${registry.host}`) });
  });
});

test('a limit for one address is named, with every way round it', async () => {
  fault(() => problem(429, 'TOOMANYREQUESTS', 'You have reached your unauthenticated pull rate limit.'));
  const pulling = pull();
  await expect(pulling).rejects.toThrow('TOOMANYREQUESTS (You have reached your unauthenticated pull rate limit.)');
  await expect(pulling).rejects.toMatchObject({
    remedy: expect.stringMatching(/docker login .*--registry-mirror quay.io=URL.*what was fetched is kept/),
  });
});

describe('a redirect to a server that wants a token of its own', () => {
  let store: RegistryServer;
  beforeEach(async () => {
    store = await new RegistryServer().start();
    publishImage(store, 'jetstack/controller', 'v1', ['controller']);
    store.account = { username: '', password: '', by: 'bearer' };
    const given: Refusal = { status: 200, body: JSON.stringify({ token: 'token-of-the-test-registry' }) };
    store.fault = ({ path, headers }) => (path === '/token' && !headers.authorization ? given : undefined);
    registry.account = { username: 'me', password: 's3cret', by: 'basic' };
    const blobs = ({ path, headers }: Asked) => path.includes('/blobs/') && headers.authorization !== undefined;
    fault((asked) => blobs(asked) && { status: 307, headers: { location: `${store.url}${asked.path}` } });
  });
  afterEach(async () => {
    await store[Symbol.asyncDispose]();
  });

  test('shows it to that server, and to no other', async () => {
    const shown: (string | undefined)[] = [];
    const faults = [registry.fault, store.fault] as const;
    registry.fault = (asked) => {
      shown.push(asked.headers.authorization);
      return faults[0](asked);
    };
    const shownToStore: (string | undefined)[] = [];
    store.fault = (asked) => {
      shownToStore.push(asked.headers.authorization);
      return faults[1](asked);
    };
    await expect(pull(quickRetry(), { [registry.host]: { auth } })).resolves.toHaveLength(1);
    expect(new Set(shown)).toEqual(new Set([undefined, `Basic ${auth}`]));
    expect(new Set(shownToStore)).toEqual(new Set([undefined, 'Bearer token-of-the-test-registry']));
  });
});

test.each([
  (url: string) => `Bearer realm="${url}/token",service="test registry", Basic realm="also, this"`,
  (url: string) => `Basic realm="this", Bearer realm="${url}/token",service="test registry"`,
  (url: string) => `Negotiate, Bearer realm="${url}/token",service="test registry"`,
])('of several challenges the one that can be answered is: %s', async (challenge) => {
  registry.account = { username: 'me', password: 's3cret', by: 'bearer' };
  const headers = { 'www-authenticate': challenge(registry.url) };
  fault((asked) => asked.path !== '/token' && !asked.headers.authorization && { status: 401, headers });
  await expect(pull(quickRetry(), { [registry.host]: { auth } })).resolves.toHaveLength(1);
});

test('a hub that is gone is named, with what takes its place', async () => {
  const gone = await new LoopbackServer(() => undefined).start();
  const mirrors = { 'registry.istio.io': gone.url };
  const asked = ['registry.istio.io/release/pilot:1.30.2'];
  const pulling = pullImages(asked, `${folder.path}/layout`, testPuller(folder.path, mirrors), quickRetry());
  await expect(pulling).rejects.toThrow(`registry.istio.io/release/pilot has no tag 1.30.2 (at ${gone.host})`);
  await gone[Symbol.asyncDispose]();
});

test('a host without an address is named, with the options that name another', async () => {
  const puller = testPuller(folder.path, {});
  const pulling = pullImages(['nowhere.invalid/istio/pilot:1'], `${folder.path}/layout`, puller, quickRetry([]));
  await expect(pulling).rejects.toThrow(/nowhere\.invalid.*(ENOTFOUND|EAI_AGAIN)/);
  await expect(pulling).rejects.toMatchObject({ remedy: expect.stringContaining('--registry-mirror') });
});
