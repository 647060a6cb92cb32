import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { buildUnits } from '../cache/build-units.ts';
import { UnitStore } from '../cache/unit-store.ts';
import { fakeCommands } from '../testing/fake-commands.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { dockerImageUnit, readReference } from './docker-image-unit.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let images: Set<string>;
let made: number;

beforeEach(async () => {
  folder = await temporaryFolder();
  images = new Set();
  made = 0;
});
afterEach(async () => {
  await folder[Symbol.asyncDispose]();
});

const { run } = fakeCommands({
  docker: (args) =>
    images.has(args.at(-1) ?? '')
      ? { stdout: 'sha256:0123' }
      : { exitCode: 1, stderr: `Error: No such image: ${args.at(-1)}` },
});

const picture = () =>
  dockerImageUnit({
    id: 'picture',
    title: 'picture',
    name: 'picture',
    version: '1.2.3',
    inputs: {},
    needs: [],
    runCommand: run,
    async build(_, reference) {
      made += 1;
      images.add(reference);
    },
  });

async function build(cache: string): Promise<string> {
  const store = new UnitStore(`${folder.path}/${cache}`);
  const unit = picture();
  await buildUnits([unit], {
    store,
    signal: new AbortController().signal,
    onProgress: () => undefined,
    runCommand: run,
  });
  return readReference(store.entryOf(unit));
}

describe('an image that Docker keeps', () => {
  test('is named after its version and content', async () => {
    await expect(build('cache')).resolves.toMatch(/^istio-pca-e2e\/picture:1\.2\.3-[0-9a-f]{16}$/);
  });

  test('is made once', async () => {
    await build('cache');
    await build('cache');
    expect(made).toBe(1);
  });

  test('is made again when Docker has lost it', async () => {
    await build('cache');
    images.clear();
    await build('cache');
    expect(made).toBe(2);
  });

  test('is taken as it is when the cache was lost, but not the image', async () => {
    await build('cache');
    await build('another cache');
    expect(made).toBe(1);
  });
});
