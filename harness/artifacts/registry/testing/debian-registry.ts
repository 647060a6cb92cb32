import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { done, notYet, pollUntil } from '../../../wait/poll-until.ts';

/** The program of Debian's package `docker-registry`: the reference implementation. */
const program = 'docker-registry';

/** Whether it is installed; the tests against it are passed over where it is not. */
export const hasDebianRegistry = spawnSync(program, ['--version']).error === undefined;

export interface DebianRegistryOptions {
  /** Where its configuration and its images are; several registries may share the images. */
  readonly folder: string;
  /** Sections of its configuration. @see https://distribution.github.io/distribution/about/configuration/ */
  readonly configuration?: Readonly<Record<string, unknown>>;
  /** File of an authority that it trusts besides, as a client of others. */
  readonly authority?: string;
  /** Files of a certificate and its key. */
  readonly tls?: { readonly certificate: string; readonly key: string };
}

export interface DebianRegistry extends AsyncDisposable {
  readonly host: string;
  readonly url: string;
}

/** Starts a registry on the loopback address, and ends it with the test. */
export async function debianRegistry({
  folder,
  configuration,
  authority,
  tls,
}: DebianRegistryOptions): Promise<DebianRegistry> {
  const host = `127.0.0.1:${await freePort()}`;
  const file = join(folder, `${host.replace(':', '-')}.yaml`);
  await mkdir(join(folder, 'images'), { recursive: true });
  const storage = { filesystem: { rootdirectory: join(folder, 'images') } };
  const http = { addr: host, secret: 'of the test', ...(tls === undefined ? {} : { tls }) };
  const log = { level: 'error', accesslog: { disabled: true } };
  await writeFile(file, stringify({ version: '0.1', log, storage, http, ...configuration }));
  const child = spawn(program, ['serve', file], {
    stdio: 'ignore',
    env: { ...process.env, ...(authority === undefined ? {} : { SSL_CERT_FILE: authority }) },
  });
  const url = `${tls === undefined ? 'http' : 'https'}://${host}`;
  await pollUntil(
    async () => {
      if (child.exitCode !== null) throw new Error(`${program} ended with ${child.exitCode}: ${file}`);
      // Whatever it says: with TLS, that HTTP is not spoken here.
      const answers = await fetch(`http://${host}/v2/`).then(
        () => true,
        () => false,
      );
      return answers ? done(undefined) : notYet('it does not answer');
    },
    { waitingFor: program, timeoutMs: 20_000, signal: AbortSignal.timeout(20_000) },
  );
  return {
    host,
    url,
    async [Symbol.asyncDispose]() {
      const ended = once(child, 'exit');
      child.kill();
      await ended;
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}
