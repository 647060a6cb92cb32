import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { copyFile, mkdir, rename, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { UnitWork } from '../cache/unit.ts';

/** A blob of the layout, as manifests refer to it (OCI image specification, "Content Descriptors"). */
export interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
}

export interface ImageOptions {
  readonly layers: readonly Descriptor[];
  readonly entrypoint: readonly string[];
  readonly command?: readonly string[];
  /** Numeric, so that Kubernetes can see that it is not root. @defaultValue root */
  readonly user?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

/** Files of a layer: path in the image, and the file it comes from. */
export type LayerFiles = Readonly<Record<string, string>>;

/**
 * Writes images as an OCI image layout: a folder of blobs named after their content, and one index of named images. Images that share a
 * layer share its blob, and whoever imports the layout gets all images in one go. No container runtime is needed to write it.
 */
export class OciLayout {
  readonly #folder: string;
  readonly #work: UnitWork;
  readonly #manifests: (Descriptor & { readonly annotations: Readonly<Record<string, string>> })[] = [];

  constructor(folder: string, work: UnitWork) {
    this.#folder = folder;
    this.#work = work;
  }

  /** A layer that is already a tar archive. */
  async addArchive(archive: string): Promise<Descriptor> {
    const copy = join(this.#work.scratch, 'layer.tar');
    await copyFile(archive, copy);
    return this.#addFile('application/vnd.oci.image.layer.v1.tar', copy);
  }

  /** A layer of single files, all of them root's. The same files always give the same bytes. */
  async addFiles(files: LayerFiles): Promise<Descriptor> {
    const staging = join(this.#work.scratch, 'layer');
    await mkdir(staging);
    for (const [path, source] of Object.entries(files)) {
      await mkdir(dirname(join(staging, path)), { recursive: true });
      await symlink(source, join(staging, path));
    }
    const archive = join(this.#work.scratch, 'layer.tar');
    const reproducible = ['--sort=name', '--mtime=@0', '--owner=0', '--group=0', '--numeric-owner'];
    await this.#work.run('tar', [
      '--create',
      '--file',
      archive,
      ...reproducible,
      '--dereference',
      '--directory',
      staging,
      '.',
    ]);
    await rm(staging, { recursive: true });
    return this.#addFile('application/vnd.oci.image.layer.v1.tar', archive);
  }

  /** One image under one or more names. */
  async addImage(references: readonly string[], image: ImageOptions): Promise<void> {
    const platform = { architecture: goArchitecture(), os: 'linux' };
    const environment = { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', ...image.environment };
    const config = await this.#addJson('application/vnd.oci.image.config.v1+json', {
      ...platform,
      config: {
        Env: Object.entries(environment).map(([name, value]) => `${name}=${value}`),
        Entrypoint: image.entrypoint,
        ...(image.command === undefined ? {} : { Cmd: image.command }),
        ...(image.user === undefined ? {} : { User: image.user }),
        WorkingDir: '/',
      },
      // The layers are not compressed, so a layer's own digest is what unpacking checks.
      rootfs: { type: 'layers', diff_ids: image.layers.map((layer) => layer.digest) },
    });
    const manifest = await this.#addJson('application/vnd.oci.image.manifest.v1+json', {
      schemaVersion: 2,
      mediaType: 'application/vnd.oci.image.manifest.v1+json',
      config,
      layers: image.layers,
    });
    for (const reference of references) {
      this.#manifests.push({ ...manifest, annotations: { 'io.containerd.image.name': reference } });
    }
  }

  /** Writes the index; nothing can be added afterwards. */
  async finish(): Promise<void> {
    await writeFile(join(this.#folder, 'oci-layout'), JSON.stringify({ imageLayoutVersion: '1.0.0' }));
    await writeFile(join(this.#folder, 'index.json'), JSON.stringify({ schemaVersion: 2, manifests: this.#manifests }));
  }

  async #addJson(mediaType: string, content: unknown): Promise<Descriptor> {
    const file = join(this.#work.scratch, 'blob.json');
    await writeFile(file, JSON.stringify(content));
    return this.#addFile(mediaType, file);
  }

  async #addFile(mediaType: string, file: string): Promise<Descriptor> {
    const hash = createHash('sha256');
    await pipeline(createReadStream(file), hash);
    const hex = hash.digest('hex');
    const { size } = await stat(file);
    const blobs = join(this.#folder, 'blobs', 'sha256');
    await mkdir(blobs, { recursive: true });
    await rename(file, join(blobs, hex));
    return { mediaType, digest: `sha256:${hex}`, size };
  }
}

/** Node's name of this machine's architecture, as images name it. */
function goArchitecture(): string {
  return process.arch === 'x64' ? 'amd64' : process.arch;
}
