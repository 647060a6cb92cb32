/** What `docker info` says, as far as a kind cluster depends on it. */
export interface DockerInfo {
  readonly serverVersion: string;
  /** The kernel's name for the daemon's processor: `x86_64`, `aarch64`, … */
  readonly architecture: string;
  /** The daemon's machine, for example `Debian GNU/Linux 12 (bookworm)` or `Docker Desktop`. */
  readonly operatingSystem: string;
  readonly dataRoot: string;
  readonly cgroupVersion: string;
  readonly cgroupDriver: string;
  readonly defaultRuntime: string;
  readonly isRootless: boolean;
  readonly cores: number;
  readonly memoryBytes: number;
  readonly runningContainers: number;
}

export type ParsedDockerInfo =
  | { readonly kind: 'docker'; readonly info: DockerInfo }
  | { readonly kind: 'podman'; readonly version: string }
  /** Only the client answered. */
  | { readonly kind: 'no-server'; readonly reason: string };

/** Reads the output of `docker info --format '{{json .}}'`, or of a podman that answers to that name. */
export function parseDockerInfo(json: string): ParsedDockerInfo {
  const { host, version, ServerVersion, ServerErrors, SecurityOptions, ...server } = asRecord(parseJson(json));
  if ('buildahVersion' in asRecord(host)) {
    const { Version } = asRecord(version);
    return { kind: 'podman', version: text(Version) };
  }
  const serverVersion = text(ServerVersion);
  if (serverVersion === '') {
    const errors = asArray(ServerErrors).map(text);
    return { kind: 'no-server', reason: errors.join('; ') || 'the Docker daemon gave no answer' };
  }
  const { Architecture, OperatingSystem, DockerRootDir, CgroupVersion, CgroupDriver } = server;
  const { DefaultRuntime, NCPU, MemTotal, ContainersRunning } = server;
  return {
    kind: 'docker',
    info: {
      serverVersion,
      architecture: text(Architecture),
      operatingSystem: text(OperatingSystem),
      dataRoot: text(DockerRootDir),
      // Docker names the version from 20.10 on; before that there was only version 1.
      cgroupVersion: text(CgroupVersion) || '1',
      cgroupDriver: text(CgroupDriver),
      defaultRuntime: text(DefaultRuntime),
      isRootless: asArray(SecurityOptions).some((option) => text(option).includes('name=rootless')),
      cores: number(NCPU),
      memoryBytes: number(MemTotal),
      runningContainers: number(ContainersRunning),
    },
  };
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    // A client that cannot reach its daemon may print nothing at all: an empty document says the same.
    return {};
  }
}

const asRecord = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? { ...value } : {};
const asArray = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const number = (value: unknown): number => (typeof value === 'number' ? value : 0);
