import { UsageError } from '../../../errors/harness-error.ts';

/** Where the images of a registry are really taken from. */
export interface RegistryBase {
  /** For example `https://registry-1.docker.io`. */
  readonly origin: string;
  /** Goes before every repository, ends with a slash unless empty: pull-through caches keep each registry below a path of its own. */
  readonly prefix: string;
  /** The host whose credentials are shown. */
  readonly credentialsHost: string;
}

/**
 * The server for a registry's name: its mirror where one is configured, else itself.
 *
 * @param mirrors - base URLs by registry, for example `docker.io` → `https://harbor.example/dockerhub`
 */
export function registryBase(registry: string, mirrors: Readonly<Record<string, string>>): RegistryBase {
  const mirror = mirrors[registry];
  if (mirror === undefined) {
    const host = registry === 'docker.io' ? 'registry-1.docker.io' : registry;
    return { origin: withScheme(host), prefix: '', credentialsHost: registry };
  }
  const { origin, host, pathname } = parseMirror(mirror);
  const path = pathname.replace(/^\/|\/$/g, '');
  return { origin, prefix: path === '' ? '' : `${path}/`, credentialsHost: host };
}

/** @throws UsageError for what is no URL, or holds credentials: they would show in process lists and logs. */
export function parseMirror(mirror: string): URL {
  const text = /^https?:\/\//.test(mirror) ? mirror : withScheme(mirror);
  if (!URL.canParse(text)) throw new UsageError(`The mirror ${mirror} is not a URL`, { remedy: mirrorRemedy });
  const url = new URL(text);
  if (url.username || url.password) {
    throw new UsageError(`The mirror at ${url.host} is given with credentials in its URL`, {
      remedy: `Leave them out, and log in with: docker login ${url.host}`,
    });
  }
  return url;
}

const mirrorRemedy = 'Give it as HOST=URL, for example docker.io=https://harbor.example/dockerhub.';

/** Registries on the machine itself are spoken to without TLS, as Docker does. */
function withScheme(host: string): string {
  const name = host.split('/')[0] ?? host;
  return `${/^(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?$/.test(name) ? 'http' : 'https'}://${host}`;
}
