import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ImageRecord } from './image-record.ts';

/** An entry of a layout's index: an image, and the name that it goes by. */
export interface NamedImage extends ImageRecord {
  readonly mediaType: string;
  readonly size: number;
}

interface LayoutIndex {
  readonly manifests: readonly {
    readonly mediaType: string;
    readonly digest: string;
    readonly size: number;
    readonly annotations?: Readonly<Record<string, string>>;
  }[];
}

/** The annotation under which containerd (and Docker) looks for an image's name. */
export const nameAnnotation = 'io.containerd.image.name';

/** The images of an OCI image layout. @see https://github.com/opencontainers/image-spec/blob/main/image-layout.md */
export async function imagesInLayout(folder: string): Promise<readonly NamedImage[]> {
  const { manifests } = JSON.parse(await readFile(join(folder, 'index.json'), 'utf8')) as LayoutIndex;
  return manifests.flatMap(({ mediaType, digest, size, annotations }) => {
    const name = annotations?.[nameAnnotation];
    return name === undefined ? [] : [{ name, digest, mediaType, size }];
  });
}

/** Where a layout keeps the content of a digest. */
export function blobFileOf(layout: string, digest: string): string {
  return join(layout, 'blobs', ...digest.split(':'));
}
