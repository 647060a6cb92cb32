import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { UsageError } from '../../../errors/harness-error.ts';
import { runCommand } from '../../../process/run-command.ts';
import { buildUnits } from '../../cache/build-units.ts';
import { UnitStore } from '../../cache/unit-store.ts';
import { addText, archiveOf } from '../../images/tar-archive.ts';
import type { Progress } from '../../progress.ts';
import { temporaryFolder } from '../../testing/temporary-folder.ts';
import { HttpClient } from '../http/http-client.ts';
import { LoopbackServer } from '../testing/loopback-server.ts';
import type { PublishedTool } from '../tools/published-tools.ts';
import { toolUnit } from './tool-unit.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let server: LoopbackServer;
const files = new Map<string, Buffer | string>();

beforeEach(async () => {
  folder = await temporaryFolder();
  files.clear();
  server = await new LoopbackServer(({ path }) => {
    const body = files.get(path);
    return body === undefined ? undefined : { body };
  }).start();
});
afterEach(async () => {
  await server[Symbol.asyncDispose]();
  await folder[Symbol.asyncDispose]();
});

const program = '#!/bin/sh\necho v1.2.3\n';
const sha256 = (content: Buffer | string) => createHash('sha256').update(content).digest('hex');

async function fetchTool(published: Omit<PublishedTool, 'checksumUrl'>, progress: Progress[] = []): Promise<string> {
  const http = new HttpClient({ environment: {}, stallTimeoutMs: 500 });
  const tool = { ...published, checksumUrl: `${published.url}.sha256` };
  const unit = toolUnit({ name: 'tool', version: '1.2.3', published: tool, http });
  const store = new UnitStore(folder.path);
  await buildUnits([unit], {
    ...{ store, runCommand, signal: new AbortController().signal },
    onProgress: (each) => progress.push(each),
  });
  return store.entryOf(unit);
}

describe('a published program', () => {
  test('is fetched, verified and made executable, once', async () => {
    files.set('/v1/tool', program).set('/v1/tool.sha256', `${sha256(program)}\n`);
    const progress: Progress[] = [];
    const output = await fetchTool({ url: `${server.url}/v1/tool` }, progress);
    await fetchTool({ url: `${server.url}/v1/tool` });
    await expect(runCommand(`${output}/bin/tool`, [])).resolves.toMatchObject({ stdout: 'v1.2.3' });
    expect(server.paths).toEqual(['/v1/tool.sha256', '/v1/tool']);
    expect(progress.at(-1)).toMatchObject({ kind: 'ended', outcome: 'fetched' });
  });

  test('is refused when it is not what was published', async () => {
    files.set('/v1/tool', `${program}# changed`).set('/v1/tool.sha256', `${sha256(program)}  tool\n`);
    const fetching = fetchTool({ url: `${server.url}/v1/tool` });
    await expect(fetching).rejects.toThrow(
      /\/v1\/tool is not what was published: its SHA-256 is \w+, the published one/,
    );
    await expect(fetching).rejects.toThrow('Fetching published-tool 1.2.3 failed');
  });

  test('of a version that does not exist, is the user to correct', async () => {
    const fetching = fetchTool({ url: `${server.url}/v9/tool` });
    await expect(fetching).rejects.toThrow(`tool 1.2.3 is not published at ${server.url}/v9/tool.sha256`);
    await expect(fetching).rejects.toBeInstanceOf(UsageError);
  });

  test('is not taken without a checksum of its own', async () => {
    files.set('/v1/tool', program).set('/v1/tool.sha256', '<html>Please log in</html>');
    await expect(fetchTool({ url: `${server.url}/v1/tool` })).rejects.toThrow('has no SHA-256 for tool');
  });
});

describe('an archive of a release', () => {
  async function archive(): Promise<Buffer> {
    const tar = archiveOf(async (pack) => {
      await addText(pack, 'istio-1.2.3/bin/istioctl', program);
      await addText(pack, 'istio-1.2.3/samples/other', 'not wanted');
      await addText(pack, 'istio-1.2.3/samples/bookinfo.yaml', 'kind: Service');
    });
    return gzipSync(await buffer(tar));
  }

  test('gives the files that are wanted', async () => {
    const content = await archive();
    // As `sha256sum *` writes it for several files.
    const sums = `${'0'.repeat(64)}  istio-1.2.3-osx.tar.gz\n${sha256(content)} *istio.tar.gz\n`;
    files.set('/istio.tar.gz', content).set('/istio.tar.gz.sha256', sums);
    const output = await fetchTool({
      url: `${server.url}/istio.tar.gz`,
      files: { 'bin/tool': 'istio-1.2.3/bin/istioctl', 'share/b.yaml': 'istio-1.2.3/samples/bookinfo.yaml' },
    });
    await expect(readFile(`${output}/share/b.yaml`, 'utf8')).resolves.toBe('kind: Service');
    await expect(readFile(`${output}/bin/tool`, 'utf8')).resolves.toBe(program);
  });

  test('without one of them says so', async () => {
    const content = await archive();
    files.set('/istio.tar.gz', content).set('/istio.tar.gz.sha256', sha256(content));
    const fetching = fetchTool({ url: `${server.url}/istio.tar.gz`, files: { 'bin/tool': 'helm/helm' } });
    await expect(fetching).rejects.toThrow(/does not hold helm\/helm/);
  });
});
