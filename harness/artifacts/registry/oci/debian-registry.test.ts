import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { runCommand } from '../../../process/run-command.ts';
import { imagesInLayout } from '../../images/image-layout.ts';
import { temporaryFolder } from '../../testing/temporary-folder.ts';
import { ociChart } from '../charts/oci-chart.ts';
import { quickRetry, testPuller } from '../testing/access-fixture.ts';
import { type DebianRegistry, debianRegistry, hasDebianRegistry } from '../testing/debian-registry.ts';
import { LoopbackServer } from '../testing/loopback-server.ts';
import { ImagePusher } from '../testing/push-image.ts';
import { tokenIssuer, tokenServer, tokenService } from '../testing/token-server.ts';
import { pullImages } from './pull-images.ts';

const account = { username: 'me', password: 'password-of-the-test' };
/** bcrypt of that password, as `htpasswd -B` writes it. */
const htpasswd = 'me:$2b$04$nJfNdb3zrV/KME6gaUootebXY1wDXJtNa6gmouIXjX9VNh1dzpL/C';
const auth = Buffer.from(`${account.username}:${account.password}`).toString('base64');
const suite = hasDebianRegistry ? describe : describe.skip;

/** The reference implementation of a registry, with images as they are published: indexes of two platforms, with an attestation. */
suite(`Debian's docker-registry${hasDebianRegistry ? '' : ' (not installed: apt-get install docker-registry)'}`, () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let digest: string;
  let tokens: LoopbackServer;
  let store: LoopbackServer;
  const shownToStore: (string | undefined)[] = [];
  const authorities = getCACertificates('default');

  const start = (configuration: Readonly<Record<string, unknown>>, tls = false): Promise<DebianRegistry> => {
    const certificate = { certificate: join(folder.path, 'cert.pem'), key: join(folder.path, 'key.pem') };
    return debianRegistry({ folder: folder.path, configuration, ...(tls ? { tls: certificate } : {}) });
  };
  const basic = () => ({ auth: { htpasswd: { realm: 'test', path: join(folder.path, 'htpasswd') } } });
  const bearer = () => {
    const [service, issuer, rootcertbundle] = [tokenService, tokenIssuer, join(folder.path, 'cert.pem')];
    return { auth: { token: { realm: `${tokens.url}/token`, service, issuer, rootcertbundle } } };
  };
  const redirected = () => ({ middleware: { storage: [{ name: 'redirect', options: { baseurl: store.url } }] } });

  beforeAll(async () => {
    folder = await temporaryFolder();
    const [key, certificate] = [join(folder.path, 'key.pem'), join(folder.path, 'cert.pem')];
    const names = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'];
    const made = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-keyout', key, '-out', certificate];
    await runCommand('openssl', [...made, ...names]);
    writeFileSync(join(folder.path, 'htpasswd'), `${htpasswd}\n`);
    setDefaultCACertificates([...authorities, readFileSync(certificate, 'utf8')]);
    const signing = {
      key: createPrivateKey(readFileSync(key)),
      certificate: new X509Certificate(readFileSync(certificate)),
    };
    tokens = await tokenServer({ ...account, ...signing }).start();
    // As public stores do: a request with the credentials that are for the registry is refused.
    store = await new LoopbackServer(({ path, headers }) => {
      shownToStore.push(headers.authorization);
      return headers.authorization === undefined
        ? { body: { file: join(folder.path, 'images', decodeURIComponent(path)) } }
        : { status: 400 };
    }).start();
    await using open = await start({});
    const platforms = { 'linux/386': ['of 386'], 'linux/amd64': ['shared', 'of amd64'] };
    digest = await new ImagePusher(open.url, 'jetstack/controller').pushIndex('v1', platforms);
    await new ImagePusher(open.url, 'jetstack/charts/cert-manager').pushChart('v1.21.2', 'the archive of a chart');
  }, 60_000);

  afterAll(async () => {
    setDefaultCACertificates(authorities);
    await tokens[Symbol.asyncDispose]();
    await store[Symbol.asyncDispose]();
    await folder[Symbol.asyncDispose]();
  });

  const cases = [
    { title: 'without credentials', configuration: () => ({}) },
    { title: 'with basic authentication', configuration: basic },
    { title: 'with bearer tokens', configuration: bearer },
    { title: 'with blobs redirected to a second host', configuration: () => ({ ...bearer(), ...redirected() }) },
    { title: 'with basic authentication and redirected blobs', configuration: () => ({ ...basic(), ...redirected() }) },
    { title: "with TLS by a company's own authority", configuration: bearer, tls: true },
  ];

  test.each(cases)(
    '$title: an image by the digest of its index, and a chart',
    async ({ configuration, tls }) => {
      await using registry = await start(configuration(), tls);
      await using pulled = await temporaryFolder();
      const auths = { [registry.host]: { auth } };
      const puller = testPuller(pulled.path, { 'quay.io': registry.url }, { auths });
      shownToStore.length = 0;
      const images = await pullImages(
        ['quay.io/jetstack/controller:v1'],
        join(pulled.path, 'layout'),
        puller,
        quickRetry(),
      );
      expect(images).toEqual([{ name: 'quay.io/jetstack/controller:v1', digest }]);
      expect(await imagesInLayout(join(pulled.path, 'layout'))).toMatchObject(images);
      const chart = ociChart({ name: 'cert-manager', repository: 'oci://quay.io/jetstack/charts', ...puller });
      await chart.fetch('1.21.2', join(pulled.path, 'chart.tgz'), quickRetry());
      await expect(readFile(join(pulled.path, 'chart.tgz'), 'utf8')).resolves.toBe('the archive of a chart');
      expect(shownToStore.filter((authorization) => authorization !== undefined)).toEqual([]);
      expect(shownToStore.length > 0).toBe('middleware' in configuration());
    },
    60_000,
  );

  test('a wrong password, and a tag that is missing, are named', async () => {
    await using registry = await start(bearer());
    await using pulled = await temporaryFolder();
    const pull = (tag: string, password: string) => {
      const auths = { [registry.host]: { auth: Buffer.from(`me:${password}`).toString('base64') } };
      const puller = testPuller(pulled.path, { 'quay.io': registry.url }, { auths });
      return pullImages([`quay.io/jetstack/controller:${tag}`], join(pulled.path, 'layout'), puller, quickRetry());
    };
    await expect(pull('v1', 'wrong')).rejects.toMatchObject({ remedy: expect.stringContaining('docker logout') });
    await expect(pull('v2', account.password)).rejects.toThrow('quay.io/jetstack/controller has no tag v2');
  }, 60_000);

  test('a pull-through cache in front of it gives the same', async () => {
    await using registry = await start(bearer());
    await using cached = await temporaryFolder();
    const proxy = { remoteurl: registry.url, ...account };
    await using cache = await debianRegistry({
      ...{ folder: cached.path, configuration: { proxy } },
      authority: join(folder.path, 'cert.pem'),
    });
    const puller = testPuller(cached.path, { 'quay.io': cache.url });
    const pulling = pullImages(['quay.io/jetstack/controller:v1'], join(cached.path, 'layout'), puller, quickRetry());
    await expect(pulling).resolves.toMatchObject([{ digest }]);
  }, 60_000);
});
