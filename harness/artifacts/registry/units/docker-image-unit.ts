import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { runCommand } from '../../../process/run-command.ts';
import type { Unit, UnitWork } from '../../cache/unit.ts';
import { hasImage, imageReference, ownerLabel } from '../../docker/docker-images.ts';
import { loadImage } from '../../docker/load-image.ts';
import type { ImageRecord } from '../../images/image-record.ts';
import type { RetryOptions } from '../http/retry.ts';
import { formatReference, parseReference } from '../oci/image-reference.ts';
import { type ImagePuller, resolveImage } from '../oci/pull-images.ts';
import { retryOf } from './retry-of.ts';

export interface PublishedDockerImageOptions {
  readonly id: string;
  readonly title: string;
  readonly version: string;
  /** The published image. */
  readonly name: string;
  readonly puller: ImagePuller;
  readonly runCommand: typeof runCommand;
  /** A command of the image whose output is noted: to say its version. */
  readonly says?: readonly string[];
}

/** What such a unit keeps beside the image that Docker has. */
export interface DockerImageRecord extends ImageRecord {
  /** The name under which Docker has it: ours, so that it can be told from what the user pulled. */
  readonly reference: string;
  /** What the image's command said. */
  readonly said: string;
}

/**
 * A published image that Docker itself runs. It is pulled as all the others are, with the same mirrors, proxies and credentials, and
 * then loaded into Docker, which may have none of these configured.
 */
export function publishedDockerImageUnit(options: PublishedDockerImageOptions): Unit {
  const { id, title, version, name, puller } = options;
  return {
    id: `published-${id}`,
    title,
    activity: 'Fetching',
    version,
    needs: [],
    inputs: { recipe: 1, name: formatReference(parseReference(name)), architecture: puller.platform.architecture },
    async build(work) {
      const reference = imageReference(`published-${id}`, version, work.key);
      const record = await fetchAndLoad(reference, options, work, retryOf(work));
      await writeFile(recordFileOf(work.output), JSON.stringify(record, null, 2));
      work.cameFrom({ from: puller.client.wayTo(record.name), digest: record.digest });
    },
    async stillThere(output) {
      return hasImage(options.runCommand, (await readDockerImageRecord(output)).reference);
    },
  };
}

export async function readDockerImageRecord(output: string): Promise<DockerImageRecord> {
  return JSON.parse(await readFile(recordFileOf(output), 'utf8')) as DockerImageRecord;
}

async function fetchAndLoad(
  reference: string,
  { name, puller, runCommand: run, says }: PublishedDockerImageOptions,
  work: UnitWork,
  retry: RetryOptions,
): Promise<DockerImageRecord> {
  const source = parseReference(name);
  const { tagged, manifest } = await resolveImage(source, puller, retry);
  const files = manifest.layers.map((_, index) => join(work.scratch, `layer-${index}`));
  const config = join(work.scratch, 'config.json');
  await puller.pool.place(source, manifest.config, config, retry);
  if (!(await hasImage(run, reference))) {
    await Promise.all(
      manifest.layers.map((layer, index) => puller.pool.place(source, layer, files[index] ?? '', retry)),
    );
    await loadImage(work, reference, { config, layers: files });
    // Docker has them now; a second copy would only take space.
    await puller.pool.forget(manifest.layers);
  }
  return {
    name: formatReference(source),
    digest: tagged.descriptor.digest,
    reference,
    said: says === undefined ? '' : await whatItSays(reference, says, work),
  };
}

async function whatItSays(reference: string, command: readonly string[], work: UnitWork): Promise<string> {
  const container = ['--rm', '--network', 'none', '--label', `${ownerLabel}=look`, reference];
  return (await work.run('docker', ['run', ...container, ...command])).stdout.trim();
}

function recordFileOf(output: string): string {
  return join(output, 'image.json');
}
