import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { runCommand } from '../../process/run-command.ts';
import { buildUnits } from '../cache/build-units.ts';
import { UnitStore } from '../cache/unit-store.ts';
import { fakeUnit } from '../testing/fake-unit.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { OciLayout } from './oci-layout.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let program: string;
beforeEach(async () => {
  folder = await temporaryFolder();
  program = join(folder.path, 'program');
  await writeFile(program, '#!/bin/true', { mode: 0o755 });
});
afterEach(async () => {
  await folder[Symbol.asyncDispose]();
});

/** Writes a layout with what `fill` adds and returns its folder. */
async function layoutWith(fill: (layout: OciLayout) => Promise<void>): Promise<string> {
  const unit = fakeUnit('images', {
    async build(work) {
      const layout = new OciLayout(work.output, work);
      await fill(layout);
      await layout.finish();
    },
  });
  const store = new UnitStore(join(folder.path, `cache-${Math.random()}`));
  await buildUnits([unit], { store, signal: new AbortController().signal, onProgress: () => undefined, runCommand });
  return store.entryOf(unit);
}

const readJson = async (path: string) => JSON.parse(await readFile(path, 'utf8'));
const blob = (layout: string, digest: string) => join(layout, 'blobs', ...digest.split(':'));

describe('an OCI image layout', () => {
  const twoImages = () =>
    layoutWith(async (layout) => {
      const base = await layout.addFiles({ 'etc/base': program });
      const own = await layout.addFiles({ 'usr/bin/program': program });
      await layout.addImage(['example.org/one:1', 'example.org/alias:1'], {
        layers: [base, own],
        entrypoint: ['/program'],
      });
      await layout.addImage(['example.org/two:1'], {
        layers: [base],
        entrypoint: ['/two'],
        user: '65532:65532',
        environment: { STAR_COLOR: 'red' },
      });
    });

  test('names every image under all its names', async () => {
    const { manifests } = await readJson(join(await twoImages(), 'index.json'));
    const names = manifests.map((each: { annotations: Record<string, string> }) => Object.values(each.annotations));
    expect(names.flat()).toEqual(['example.org/one:1', 'example.org/alias:1', 'example.org/two:1']);
  });

  test('every blob is named after its content', async () => {
    const layout = await twoImages();
    const blobs = await readdir(join(layout, 'blobs', 'sha256'));
    const hashes = await Promise.all(
      blobs.map(async (name) =>
        createHash('sha256')
          .update(await readFile(join(layout, 'blobs', 'sha256', name)))
          .digest('hex'),
      ),
    );
    expect(hashes).toEqual(blobs);
  });

  test('a shared layer is there once: two layers, two configurations, two manifests', async () => {
    await expect(readdir(join(await twoImages(), 'blobs', 'sha256'))).resolves.toHaveLength(6);
  });

  test('the configuration says what to run, as whom, and which layers it is made of', async () => {
    const layout = await twoImages();
    const { manifests } = await readJson(join(layout, 'index.json'));
    const manifest = await readJson(blob(layout, manifests[2].digest));
    expect(await readJson(blob(layout, manifest.config.digest))).toMatchObject({
      os: 'linux',
      config: {
        Entrypoint: ['/two'],
        User: '65532:65532',
        Env: [expect.stringMatching(/^PATH=/), 'STAR_COLOR=red'],
      },
      rootfs: { type: 'layers', diff_ids: [manifest.layers[0].digest] },
    });
  });

  test('files are real files of root, executable as before, and the same files give the same layer', async () => {
    const digests = async () => {
      const layout = await layoutWith(async (each) => {
        await each.addFiles({ 'usr/bin/program': program });
      });
      return { layout, blobs: await readdir(join(layout, 'blobs', 'sha256')) };
    };
    const [first, second] = [await digests(), await digests()];
    expect(first.blobs).toEqual(second.blobs);
    const archive = join(first.layout, 'blobs', 'sha256', first.blobs[0] ?? '');
    const { stdout } = await runCommand('tar', ['--list', '--verbose', '--numeric-owner', '--file', archive]);
    expect(stdout).toMatch(/^-rwxr-xr-x 0\/0 +11 .* \.\/usr\/bin\/program$/m);
  });
});
