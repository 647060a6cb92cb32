import { join } from 'node:path';
import type { Input } from '../../cache/content-key.ts';
import type { Unit, UnitWork } from '../../cache/unit.ts';
import { type ImagePuller, pullImages } from '../oci/pull-images.ts';
import { retryOf } from './retry-of.ts';

export interface ImagesUnitOptions {
  readonly id: string;
  readonly title: string;
  readonly version: string;
  readonly needs: readonly Unit[];
  /** Whatever decides which images they are, besides the needs. */
  readonly inputs: Input;
  readonly puller: ImagePuller;
  /** Reads the images' names from what asks for them: a rendered chart, a manifest. */
  names(work: UnitWork): Promise<readonly string[]>;
}

/** The images of one component, pulled together: what they share is stored once. */
export function imagesUnit({ id, title, version, needs, inputs, puller, names }: ImagesUnitOptions): Unit {
  return {
    id: `published-${id}`,
    title,
    activity: 'Fetching',
    version,
    needs,
    inputs: { recipe: 1, architecture: puller.platform.architecture, inputs },
    async build(work) {
      const wanted = await names(work);
      const pulled = await pullImages(wanted, layoutOf(work.output), puller, retryOf(work));
      for (const { name, digest } of pulled) work.cameFrom({ from: puller.client.wayTo(name), digest });
    },
  };
}

/** The images of such a unit, as an OCI image layout. */
export function layoutOf(output: string): string {
  return join(output, 'layout');
}
