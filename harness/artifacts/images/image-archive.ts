import { readFile } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import type { Pack } from 'tar-stream';
import { unless } from '../../errors/error-code.ts';
import { blobFileOf, imagesInLayout, type NamedImage, nameAnnotation } from './image-layout.ts';
import { addFile, addText, archiveOf } from './tar-archive.ts';

/** Images to put into an archive: all of a layout, or those of these names. */
export interface ImageSelection {
  /** Absolute path of an OCI image layout. */
  readonly layout: string;
  /** @defaultValue every image of the layout */
  readonly names?: readonly string[];
}

/**
 * One archive of images out of several layouts, as `ctr images import` reads it. It is written while it is read, so it needs no space
 * on disk; what images share is in it once.
 */
export function imageArchive(selections: readonly ImageSelection[]): Readable {
  return archiveOf((archive) => write(archive, selections));
}

async function write(archive: Pack, selections: readonly ImageSelection[]): Promise<void> {
  const written = new Set<string>();
  const manifests: unknown[] = [];
  await addText(archive, 'oci-layout', JSON.stringify({ imageLayoutVersion: '1.0.0' }));
  for (const { layout, names } of selections) {
    for (const image of await imagesInLayout(layout)) {
      if (names !== undefined && !names.includes(image.name)) continue;
      const { name, ...descriptor } = image;
      manifests.push({ ...descriptor, annotations: { [nameAnnotation]: name } });
      for (const digest of await contentsOf(layout, image)) {
        if (written.has(digest)) continue;
        written.add(digest);
        await addFile(archive, `blobs/${digest.replace(':', '/')}`, blobFileOf(layout, digest));
      }
    }
  }
  await addText(archive, 'index.json', JSON.stringify({ schemaVersion: 2, manifests }));
}

interface Content {
  readonly manifests?: readonly { readonly digest: string }[];
  readonly config?: { readonly digest: string };
  readonly layers?: readonly { readonly digest: string }[];
}

/** Everything of an image that the layout holds; of an index, the platforms that were pulled. */
async function contentsOf(layout: string, { digest }: Pick<NamedImage, 'digest'>): Promise<readonly string[]> {
  const text = await unless(['ENOENT'], readFile(blobFileOf(layout, digest), 'utf8'));
  if (text === undefined) return [];
  const { manifests = [], config, layers = [] } = JSON.parse(text) as Content;
  const below = await Promise.all(manifests.map((each) => contentsOf(layout, each)));
  return [
    digest,
    ...below.flat(),
    ...(config === undefined ? [] : [config.digest]),
    ...layers.map((each) => each.digest),
  ];
}
