import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { runCommand } from '../../process/run-command.ts';
import type { Input } from '../cache/content-key.ts';
import type { Unit, UnitWork } from '../cache/unit.ts';
import { hasImage, imageReference } from './docker-images.ts';

export interface DockerImageOptions {
  readonly id: string;
  readonly title: string;
  /** The image's name below `istio-pca-e2e/`. */
  readonly name: string;
  readonly version: string;
  readonly inputs: Input;
  readonly needs: readonly Unit[];
  readonly runCommand: typeof runCommand;
  /** Makes the image under this reference, with our labels. */
  build(work: UnitWork, reference: string): Promise<void>;
}

/**
 * An image that Docker keeps. The cache entry holds only its reference; when Docker has lost the image, the entry counts as broken and
 * the image is made again from units that are still cached.
 */
export function dockerImageUnit(options: DockerImageOptions): Unit {
  return {
    id: options.id,
    title: options.title,
    version: options.version,
    inputs: options.inputs,
    needs: options.needs,
    async build(work) {
      const reference = imageReference(options.name, options.version, work.key);
      // Its name says what it was made from: an image of that name is this image, even if the cache no longer knows.
      if (await hasImage(options.runCommand, reference)) work.say(`Docker has ${reference} already`);
      else await options.build(work, reference);
      await writeFile(referenceFileOf(work.output), reference);
    },
    async stillThere(output) {
      return hasImage(options.runCommand, await readReference(output));
    },
  };
}

export function readReference(output: string): Promise<string> {
  return readFile(referenceFileOf(output), 'utf8');
}

function referenceFileOf(output: string): string {
  return join(output, 'reference');
}
