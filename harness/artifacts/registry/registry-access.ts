import type { runCommand } from '../../process/run-command.ts';
import type { ArtifactSettings } from '../artifact-settings.ts';
import { blobFolderOf } from '../cache/blob-folder.ts';
import { chartRepository } from './charts/chart-repository.ts';
import type { ChartSource } from './charts/chart-source.ts';
import { ociChart } from './charts/oci-chart.ts';
import { publishedTwice } from './charts/published-twice.ts';
import { type Endpoints, endpointsWith, secondCharts } from './endpoints.ts';
import { HttpClient, type HttpClientOptions } from './http/http-client.ts';
import { limitConcurrency } from './http/limit.ts';
import { BlobPool } from './oci/blob-pool.ts';
import { type CredentialsOf, dockerCredentials } from './oci/docker-credentials.ts';
import { RegistryClient } from './oci/registry-client.ts';
import { parseMirror } from './oci/registry-hosts.ts';
import { LineMemory } from './versions/line-memory.ts';

/** As many as Docker pulls at a time by default, and one more: most layers are small. */
const concurrentBlobs = 4;

export interface RegistryAccessOptions extends HttpClientOptions {
  readonly settings: Pick<ArtifactSettings, 'endpoints' | 'registryMirrors'>;
  readonly cacheFolder: string;
  readonly runCommand: typeof runCommand;
}

/** Everything that published artifacts are fetched with: one set of connections, credentials and blobs. */
export interface RegistryAccess {
  readonly endpoints: Endpoints;
  readonly http: HttpClient;
  readonly client: RegistryClient;
  readonly pool: BlobPool;
  readonly memory: LineMemory;
  /** The source of a chart by this name, one for each address, at an `https://` or `oci://` address. */
  chart(name: string, repository: string): ChartSource;
}

/** @throws UsageError for addresses that cannot be used. */
export function registryAccess(options: RegistryAccessOptions): RegistryAccess {
  const { settings, cacheFolder, runCommand: run } = options;
  for (const mirror of Object.values(settings.registryMirrors)) parseMirror(mirror);
  const http = new HttpClient(options);
  const credentialsOf: CredentialsOf = dockerCredentials(run, options.environment);
  const client = new RegistryClient({ http, credentialsOf, mirrors: settings.registryMirrors });
  const pool = new BlobPool(blobFolderOf(cacheFolder), client, limitConcurrency(concurrentBlobs));
  const sources = new Map<string, ChartSource>();
  const chartAt = (name: string, repository: string): ChartSource =>
    repository.startsWith('oci://')
      ? ociChart({ name, repository, client, pool })
      : chartRepository({ name, repository, http, credentialsOf });
  return {
    endpoints: endpointsWith(settings.endpoints),
    http,
    client,
    pool,
    memory: new LineMemory(cacheFolder),
    chart(name, repository) {
      const second = secondCharts[repository];
      const known = sources.get(`${repository}/${name}`);
      if (known !== undefined) return known;
      const first = chartAt(name, repository);
      const source = second === undefined ? first : publishedTwice(first, chartAt(name, second));
      sources.set(`${repository}/${name}`, source);
      return source;
    },
  };
}
