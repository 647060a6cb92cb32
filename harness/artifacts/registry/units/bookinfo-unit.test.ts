import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from '@jest/globals';
import { runCommand } from '../../../process/run-command.ts';
import { buildUnits } from '../../cache/build-units.ts';
import { UnitStore } from '../../cache/unit-store.ts';
import { imagesOf } from '../../images/manifest-images.ts';
import { fakeUnit } from '../../testing/fake-unit.ts';
import { temporaryFolder } from '../../testing/temporary-folder.ts';
import { bookinfoFile } from '../tools/published-tools.ts';
import { bookinfoUnit, readBookinfoManifest } from './bookinfo-unit.ts';

/** What the unit makes of a manifest whose images are named so. */
async function manifestWith(images: readonly string[], hub: string): Promise<string> {
  await using folder = await temporaryFolder();
  const released = images.map((image) => `kind: Pod\nspec:\n  containers:\n  - name: one\n    image: ${image}\n`);
  const istio = fakeUnit('istio', {
    async build({ output }) {
      const file = join(output, bookinfoFile);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, released.join('---\n'));
    },
  });
  const unit = bookinfoUnit(istio, hub);
  const store = new UnitStore(folder.path);
  const { signal } = new AbortController();
  await buildUnits([unit], { store, signal, onProgress: () => undefined, runCommand });
  return readBookinfoManifest(store.entryOf(unit));
}

test.each(['registry.istio.io/release', 'gcr.io/istio-release', 'docker.io/istio'])(
  "Bookinfo's images are taken from Istio's hub where the release names %s",
  async (named) => {
    const manifest = await manifestWith([`${named}/examples-bookinfo-details-v1:1.20.3`], 'docker.io/istio');
    expect(imagesOf(manifest)).toEqual(['docker.io/istio/examples-bookinfo-details-v1:1.20.3']);
  },
);

test('a mirror of the hub is taken where one is configured, also for quoted names', async () => {
  const manifest = await manifestWith(
    ['"registry.istio.io/release/examples-bookinfo-ratings-v1:1"'],
    'a.example/istio',
  );
  expect(imagesOf(manifest)).toEqual(['a.example/istio/examples-bookinfo-ratings-v1:1']);
});

test('other images keep their names', async () => {
  const manifest = await manifestWith(['registry.istio.io/release/mysqldb:1', 'mongo:7'], 'docker.io/istio');
  expect(imagesOf(manifest)).toEqual(['registry.istio.io/release/mysqldb:1', 'mongo:7']);
});
