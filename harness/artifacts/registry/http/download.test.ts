import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { temporaryFolder } from '../../testing/temporary-folder.ts';
import { quickRetry } from '../testing/access-fixture.ts';
import { LoopbackServer } from '../testing/loopback-server.ts';
import { download, rangeFrom } from './download.ts';
import { HttpClient } from './http-client.ts';

test('what takes long says how much of it has arrived, also after it broke off', async () => {
  await using folder = await temporaryFolder();
  await using server = await new LoopbackServer(() => ({ body: Buffer.alloc(3 * 1_048_576) })).start();
  let asked = 0;
  server.fault = () => (++asked === 1 ? { breakAfterBytes: 2 * 1_048_576 } : undefined);
  // Every look at the clock finds it three seconds later.
  let nowMs = 0;
  const clock = { monotonicMs: () => (nowMs += 3_000), sleep: async () => undefined };
  const retry = quickRetry();
  const file = join(folder.path, 'file');
  const http = new HttpClient({ environment: {} });
  const open = (offset: number) => http.getSuccess(`${server.url}/layer`, { headers: rangeFrom(offset) });
  await download({ ...retry, clock, what: 'a layer', url: server.url, file, open });
  expect((await readFile(file)).length).toBe(3 * 1_048_576);
  const sizes = retry.said.filter((line) => /^a layer: \d\.\d MiB of 3\.0 MiB$/.test(line));
  expect(sizes.length).toBeGreaterThan(5);
  expect(sizes.at(-1)).toMatch(/: (2\.9|3\.0) MiB/);
});
