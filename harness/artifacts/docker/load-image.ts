import type { Readable } from 'node:stream';
import type { UnitWork } from '../cache/unit.ts';
import { addFile, addText, archiveOf } from '../images/tar-archive.ts';

/** One image, as files: what Docker needs to take it in. */
export interface ImageFiles {
  readonly config: string;
  /** In order, the lowest first; compressed or not. */
  readonly layers: readonly string[];
}

/** `docker load`: the image is then Docker's own, under this name. */
export async function loadImage(work: Pick<UnitWork, 'run'>, name: string, image: ImageFiles): Promise<void> {
  await work.run('docker', ['load'], { input: dockerArchive(name, image) });
}

/**
 * The archive that `docker save` writes: every Docker reads it (OCI layouts only those from 25 on), and so does Podman.
 *
 * @see https://github.com/moby/docker-image-spec/blob/main/v1.2.md (combined image JSON and filesystem changeset format)
 */
function dockerArchive(name: string, { config, layers }: ImageFiles): Readable {
  const layerName = (index: number) => `layer-${index}.tar`;
  const manifest = [{ Config: 'config.json', RepoTags: [name], Layers: layers.map((_, index) => layerName(index)) }];
  return archiveOf(async (archive) => {
    await addText(archive, 'manifest.json', JSON.stringify(manifest));
    await addFile(archive, 'config.json', config);
    for (const [index, layer] of layers.entries()) await addFile(archive, layerName(index), layer);
  });
}
