import { text } from 'node:stream/consumers';
import { parse } from 'yaml';
import { ComponentError, UsageError } from '../../../errors/harness-error.ts';
import { download, rangeFrom } from '../http/download.ts';
import { bodyError, type HttpClient } from '../http/http-client.ts';
import { shownUrl } from '../http/http-error.ts';
import { type RetryOptions, retrying } from '../http/retry.ts';
import type { CredentialsOf } from '../oci/docker-credentials.ts';
import { nearestVersions } from '../oci/nearest-versions.ts';
import { verifyChecksum } from '../tools/checksum.ts';
import type { ChartSource } from './chart-source.ts';

interface IndexEntry {
  readonly version: string;
  readonly appVersion?: string;
  readonly urls: readonly string[];
  /** SHA-256 of the archive. */
  readonly digest?: string;
}

export interface ChartRepositoryOptions {
  readonly name: string;
  /** For example `https://charts.jetstack.io`. */
  readonly repository: string;
  readonly http: HttpClient;
  readonly credentialsOf: CredentialsOf;
}

/** A chart in a repository with an `index.yaml`. @see https://helm.sh/docs/topics/chart_repository/ */
export function chartRepository({ name, repository, http, credentialsOf }: ChartRepositoryOptions): ChartSource {
  let index: Promise<readonly IndexEntry[]> | undefined;
  return {
    name,
    address: shownUrl(repository),
    async versions(options) {
      return (await entries(options)).map(({ version }) => version);
    },
    async fetch(version, file, options) {
      const { urls, digest } = entryOf(name, version, await entries(options), repository);
      const url = new URL(urls[0] ?? '', `${repository}/`).href;
      if (digest === undefined) {
        throw new ComponentError(`${shownUrl(repository)} gives no digest for ${name} ${version}`, {
          remedy: 'Have the repository indexed anew with helm repo index.',
        });
      }
      const received = await download({
        ...options,
        what: `${name} ${version}`,
        url,
        file,
        open: async (offset) =>
          http.getSuccess(url, {
            headers: { ...rangeFrom(offset), ...(await authorization(url)) },
            signal: options.signal,
          }),
      });
      verifyChecksum(url, received, digest.replace(/^sha256:/, ''));
      return { from: shownUrl(url), digest: `sha256:${received}` };
    },
  };

  function entries(options: RetryOptions): Promise<readonly IndexEntry[]> {
    index ??= retrying(`the index of ${shownUrl(repository)}`, () => readIndex(options.signal), options);
    return index;
  }

  async function readIndex(signal: AbortSignal): Promise<readonly IndexEntry[]> {
    const url = `${repository}/index.yaml`;
    const answer = await http.getSuccess(url, { headers: await authorization(url), signal });
    const content = await text(answer).catch((cause) => {
      throw bodyError(url, cause);
    });
    const { entries: charts } = parse(content) as { entries?: Readonly<Record<string, readonly IndexEntry[]>> };
    const found = charts?.[name];
    if (found !== undefined) return found;
    throw new UsageError(`${shownUrl(repository)} has no chart ${name}`, {
      remedy: `It has: ${Object.keys(charts ?? {}).join(', ') || 'none'}.`,
    });
  }

  /** Shown to the repository's own host alone. */
  async function authorization(url: string): Promise<Readonly<Record<string, string>>> {
    const { host, origin } = new URL(url);
    const credentials = origin === new URL(repository).origin ? await credentialsOf(host) : undefined;
    if (credentials === undefined || !('username' in credentials)) return {};
    const pair = `${credentials.username}:${credentials.password}`;
    return { authorization: `Basic ${Buffer.from(pair).toString('base64')}` };
  }
}

/** By the chart's own version; by the application's where the chart's lags behind it. */
function entryOf(name: string, version: string, entries: readonly IndexEntry[], repository: string): IndexEntry {
  const isWanted = (text = '') => text.replace(/^v/, '') === version;
  const found = entries.find((entry) => isWanted(entry.version)) ?? entries.find((entry) => isWanted(entry.appVersion));
  if (found !== undefined) return found;
  const near = nearestVersions(
    version,
    entries.map((entry) => entry.version),
  );
  throw new UsageError(`There is no ${name} chart ${version} at ${shownUrl(repository)}`, {
    remedy: `The nearest that are there: ${near.join(', ') || 'none'}.`,
  });
}
