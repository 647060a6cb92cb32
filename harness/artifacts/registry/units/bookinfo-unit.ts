import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Unit } from '../../cache/unit.ts';
import { bookinfoFile } from '../tools/published-tools.ts';

/**
 * Bookinfo's manifest out of a release of Istio, with its images in this hub. The release names hubs that are switched off in
 * December 2026; the same images are in the project's hub on Docker Hub.
 *
 * @param istio - the unit of the release
 * @see https://github.com/istio/istio/issues/61467
 */
export function bookinfoUnit(istio: Unit, hub: string): Unit {
  return {
    id: 'published-bookinfo',
    title: "Bookinfo's manifest",
    version: istio.version,
    needs: [istio],
    inputs: { recipe: 1, hub },
    async build(work) {
      const released = await readFile(join(work.outputOf(istio), bookinfoFile), 'utf8');
      const file = bookinfoManifestOf(work.output);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, withImagesIn(hub, released));
    },
  };
}

export function bookinfoManifestOf(output: string): string {
  return join(output, bookinfoFile);
}

export function readBookinfoManifest(output: string): Promise<string> {
  return readFile(bookinfoManifestOf(output), 'utf8');
}

/** Every one of Bookinfo's images in this hub; other images, and all other lines, stay as they are. */
function withImagesIn(hub: string, manifest: string): string {
  return manifest.replaceAll(/(\bimage:\s*["']?)[^\s"']*\/(?=examples-bookinfo-)/g, (_, before) => `${before}${hub}/`);
}
