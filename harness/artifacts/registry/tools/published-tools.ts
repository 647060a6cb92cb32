import type { Endpoints } from '../endpoints.ts';

/** Where a release of a tool is, and what is in it. */
export interface PublishedTool {
  readonly url: string;
  /** Its SHA-256, as `sha256sum` writes it. */
  readonly checksumUrl: string;
  /** For an archive: which of its files are wanted, by the names they are given. For a bare program: nothing. */
  readonly files?: Readonly<Record<string, string>>;
}

/** A machine, as releases name it. */
export interface HostPlatform {
  readonly platform: NodeJS.Platform;
  readonly architecture: string;
}

export const thisHost: HostPlatform = { platform: process.platform, architecture: process.arch };

/** Bookinfo's manifest, as every release of Istio carries it. */
export const bookinfoFile = 'share/bookinfo.yaml';

export function publishedKind({ kind }: Endpoints, version: string, host: HostPlatform): PublishedTool {
  const url = `${kind}/v${version}/kind-${osOf(host)}-${architectureOf(host)}`;
  return { url, checksumUrl: `${url}.sha256sum` };
}

export function publishedKubectl({ kubernetes }: Endpoints, version: string, host: HostPlatform): PublishedTool {
  const url = `${kubernetes}/v${version}/bin/${osOf(host)}/${architectureOf(host)}/kubectl`;
  return { url, checksumUrl: `${url}.sha256` };
}

export function publishedHelm({ helm }: Endpoints, version: string, host: HostPlatform): PublishedTool {
  const platform = `${osOf(host)}-${architectureOf(host)}`;
  const url = `${helm}/helm-v${version}-${platform}.tar.gz`;
  return { url, checksumUrl: `${url}.sha256sum`, files: { 'bin/helm': `${platform}/helm` } };
}

/** The archive of an Istio release: istioctl, and the samples. */
export function publishedIstio({ istio }: Endpoints, version: string, host: HostPlatform): PublishedTool {
  const os = osOf(host) === 'darwin' ? 'osx' : osOf(host);
  const url = `${istio}/${version}/istio-${version}-${os}-${architectureOf(host)}.tar.gz`;
  return {
    url,
    checksumUrl: `${url}.sha256`,
    files: {
      'bin/istioctl': `istio-${version}/bin/istioctl`,
      [bookinfoFile]: `istio-${version}/samples/bookinfo/platform/kube/bookinfo.yaml`,
    },
  };
}

const osOf = ({ platform }: HostPlatform) => (platform === 'win32' ? 'windows' : platform);
const architectureOf = ({ architecture }: HostPlatform) => (architecture === 'x64' ? 'amd64' : architecture);
