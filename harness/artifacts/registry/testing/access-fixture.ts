import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fakeCommands } from '../../testing/fake-commands.ts';
import { HttpClient } from '../http/http-client.ts';
import { limitConcurrency } from '../http/limit.ts';
import type { RetryOptions } from '../http/retry.ts';
import { BlobPool } from '../oci/blob-pool.ts';
import { dockerCredentials } from '../oci/docker-credentials.ts';
import type { ImagePuller } from '../oci/pull-images.ts';
import { RegistryClient } from '../oci/registry-client.ts';

export interface TestPuller extends ImagePuller {
  readonly http: HttpClient;
}

/** What pulls images in tests: from mirrors, with the credentials of a Docker configuration in the folder. */
export function testPuller(
  folder: string,
  mirrors: Readonly<Record<string, string>>,
  options: { readonly auths?: object; readonly stallTimeoutMs?: number } = {},
): TestPuller {
  writeFileSync(join(folder, 'config.json'), JSON.stringify({ auths: options.auths ?? {} }));
  const http = new HttpClient({ environment: {}, stallTimeoutMs: options.stallTimeoutMs ?? 2_000 });
  const credentialsOf = dockerCredentials(fakeCommands({}).run, { DOCKER_CONFIG: folder });
  const client = new RegistryClient({ http, credentialsOf, mirrors });
  const pool = new BlobPool(join(folder, 'blobs'), client, limitConcurrency(2));
  return { http, client, pool, platform: { os: 'linux', architecture: 'amd64' } };
}

/** Retrying without long pauses, and what was said meanwhile. */
export function quickRetry(pausesMs: readonly number[] = [1, 1]): RetryOptions & { readonly said: string[] } {
  const said: string[] = [];
  return { signal: new AbortController().signal, say: (line) => said.push(line), pausesMs, said };
}
