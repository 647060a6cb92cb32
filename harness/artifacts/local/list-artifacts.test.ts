import { link, mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { buildUnits } from '../cache/build-units.ts';
import { rememberDefaults } from '../cache/remembered-defaults.ts';
import type { Unit } from '../cache/unit.ts';
import { UnitStore } from '../cache/unit-store.ts';
import { type FakeOutcome, fakeCommands } from '../testing/fake-commands.ts';
import { fakeUnit } from '../testing/fake-unit.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { listArtifacts } from './list-artifacts.ts';
import { pruneArtifacts } from './prune-artifacts.ts';
import { envoyUnit } from './units/istio.ts';

const { signal } = new AbortController();
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let images: { reference: string; inUse: boolean }[];

beforeEach(async () => {
  folder = await temporaryFolder();
  images = [];
});
afterEach(async () => {
  await folder[Symbol.asyncDispose]();
});

/** A Docker that holds `images`. */
const commands = fakeCommands({
  go: () => ({ stdout: 'go1.26.8' }),
  docker([, verb, ...args]): FakeOutcome {
    if (verb === 'ls') return { stdout: images.map(({ reference }) => reference).join('\n') };
    if (verb === 'inspect') return { stdout: images.map(() => '1000').join('\n') };
    if (verb === 'prune') return {};
    const image = images.find(({ reference }) => reference === args[0]);
    if (image === undefined) return { exitCode: 1, stderr: 'Error: No such image' };
    if (image.inUse) return { exitCode: 1, stderr: 'conflict: unable to remove, container 0123 is using its image' };
    images = images.filter((other) => other !== image);
    return {};
  },
});

const store = () => new UnitStore(folder.path);
const options = () => ({ signal, cacheFolder: folder.path, runCommand: commands.run });

async function cache(unit: Unit): Promise<string> {
  await buildUnits([unit], { store: store(), signal, onProgress: () => undefined, runCommand: commands.run });
  return store().keyOf(unit);
}

/** Of the default plan: the same inputs, so the same key, without downloading anything. */
function defaultEnvoy(): Unit {
  const { id, version, inputs, needs } = envoyUnit('1.40.0');
  return fakeUnit(id, { version, inputs, needs });
}

describe('listing artifacts', () => {
  test('an empty cache holds nothing', async () => {
    await expect(listArtifacts(options())).resolves.toEqual([]);
  });

  test('says what each is, how large, and whether the default versions need it', async () => {
    await cache(defaultEnvoy());
    const key = await cache(fakeUnit('node-image', { version: '1.29.0' }));
    images = [{ reference: `istio-pca-e2e/node:1.29.0-${key}`, inUse: false }];
    const listed = await listArtifacts(options());
    expect(
      listed.map(({ unit, version, state, sizeBytes, usedByDefault }) => ({
        unit,
        version,
        state,
        sizeBytes,
        usedByDefault,
      })),
    ).toEqual(
      expect.arrayContaining([
        { unit: 'envoy', version: '1.40.0', state: 'whole', sizeBytes: 'envoy'.length, usedByDefault: true },
        {
          unit: 'node-image',
          version: '1.29.0',
          state: 'whole',
          sizeBytes: 'node-image'.length + 1_000,
          usedByDefault: false,
        },
      ]),
    );
  });

  test('says what came from where', async () => {
    const origin = { from: 'quay.io/jetstack/cert-manager-controller:v1.21.2', digest: `sha256:${'0'.repeat(64)}` };
    await cache(fakeUnit('published-images', { build: async (work) => work.cameFrom(origin) }));
    await cache(fakeUnit('bread'));
    const listed = await listArtifacts(options());
    expect(Object.fromEntries(listed.map(({ unit, origins }) => [unit, origins]))).toEqual({
      'published-images': [origin],
      bread: [],
    });
  });

  test('shows what is wrong with a broken one', async () => {
    const unit = fakeUnit('bread');
    await cache(unit);
    await writeFile(join(store().entryOf(unit), 'result'), 'sand');
    await expect(listArtifacts(options())).resolves.toMatchObject([
      { unit: 'bread', state: 'broken', problem: 'result has 4 bytes instead of 5' },
    ]);
  });
});

describe('pruning artifacts', () => {
  test('leaves what the last run of the default versions took from where it is published', async () => {
    const unit = fakeUnit('published-kind');
    await cache(unit);
    await cache(fakeUnit('published-helm'));
    await rememberDefaults(folder.path, [store().nameOf(unit)]);
    const { removed } = await pruneArtifacts({ ...options(), what: 'unused' });
    expect(removed.map((artifact) => artifact.unit)).toEqual(['published-helm']);
  });

  test('removes blobs that no cached image has, and leaves the others', async () => {
    const blobs = join(folder.path, 'blobs', 'sha256');
    await mkdir(blobs, { recursive: true });
    await Promise.all(['used', 'unused'].map((name) => writeFile(join(blobs, name), name)));
    await link(join(blobs, 'used'), join(folder.path, 'in an image'));
    await pruneArtifacts({ ...options(), what: 'unused' });
    await expect(readdir(blobs)).resolves.toEqual(['used']);
  });

  test('of unused ones leaves what the default versions need', async () => {
    await cache(defaultEnvoy());
    await cache(fakeUnit('envoy', { version: '1.12.0' }));
    const { removed } = await pruneArtifacts({ ...options(), what: 'unused' });
    expect(removed.map(({ version }) => version)).toEqual(['1.12.0']);
    expect((await listArtifacts(options())).map(({ version }) => version)).toEqual(['1.40.0']);
  });

  test('of all removes entries, images, logs and what killed builds left, and no lock stays', async () => {
    const unit = fakeUnit('node-image');
    const key = await cache(unit);
    images = [{ reference: `istio-pca-e2e/node:1-${key}`, inUse: false }];
    await store().openWorkshop(fakeUnit('bread'));
    await writeFile(join(folder.path, 'work', `cake-0123.${2 ** 30}`), '');
    await pruneArtifacts({ ...options(), what: 'all' });
    const left = await Promise.all(
      ['entries', 'logs', 'locks', 'work'].map((name) => readdir(join(folder.path, name))),
    );
    // A folder of this living process is not a left one.
    expect(left).toEqual([[], [], [], [expect.stringMatching(/^bread-/)]]);
    expect(images).toEqual([]);
  });

  test('keeps what a container uses, and says so', async () => {
    const key = await cache(fakeUnit('node-image'));
    images = [{ reference: `istio-pca-e2e/node:1-${key}`, inUse: true }];
    const { removed, kept } = await pruneArtifacts({ ...options(), what: 'all' });
    expect({ removed, kept: kept.map(({ unit }) => unit) }).toEqual({ removed: [], kept: ['node-image'] });
    await expect(listArtifacts(options())).resolves.toHaveLength(1);
  });
});
