import { UsageError } from '../../../errors/harness-error.ts';
import type { BlobPool } from '../oci/blob-pool.ts';
import { readManifest } from '../oci/image-manifest.ts';
import { parseReference } from '../oci/image-reference.ts';
import type { RegistryClient } from '../oci/registry-client.ts';
import type { ChartSource } from './chart-source.ts';

export interface OciChartOptions {
  readonly name: string;
  /** For example `oci://quay.io/jetstack/charts`. */
  readonly repository: string;
  readonly client: RegistryClient;
  readonly pool: BlobPool;
}

/** A chart's archive is the one layer of this kind. @see https://helm.sh/docs/topics/registries/#oci-feature-deprecation-and-behavior-changes-with-v370 */
const chartMediaType = 'application/vnd.cncf.helm.chart.content.v1.tar+gzip';

/** A chart in a registry for images; its tags are its versions, with or without a leading `v`. */
export function ociChart({ name, repository, client, pool }: OciChartOptions): ChartSource {
  const base = `${repository.replace(/^oci:\/\//, '')}/${name}`;
  return {
    name,
    address: repository,
    versions: (options) => client.tags(parseReference(base), options),
    async fetch(version, file, options) {
      const tags = await client.tags(parseReference(base), options);
      // A tag may not hold the `+` of a version.
      const tag = tags.find((each) => each.replace(/^v/, '').replace('_', '+') === version) ?? `v${version}`;
      const reference = parseReference(`${base}:${tag}`);
      const { content } = await client.manifest(reference, options);
      const read = readManifest(content.toString());
      const layer =
        'manifest' in read ? read.manifest.layers.find((each) => each.mediaType === chartMediaType) : undefined;
      if (layer === undefined) {
        throw new UsageError(`${base}:${tag} is not a chart`, {
          remedy: 'Correct the address of the chart repository.',
        });
      }
      await pool.place(reference, layer, file, options);
      return { from: `oci://${base}:${tag}`, digest: layer.digest };
    },
  };
}
