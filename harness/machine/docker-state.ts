import { type DockerInfo, parseDockerInfo } from './docker-info.ts';
import type { MachineProbe } from './machine.ts';

/** Docker as this user finds it. */
export type DockerState =
  /** Nobody looked: the run needs none. */
  | { readonly status: 'not-asked' }
  /** There is no `docker` command. */
  | { readonly status: 'absent' }
  /** `docker` is podman in disguise. */
  | { readonly status: 'podman'; readonly version: string }
  /** The daemon runs, but this user may not talk to it. */
  | { readonly status: 'denied'; readonly endpoint: string; readonly reason: string }
  | { readonly status: 'unreachable'; readonly endpoint: string; readonly reason: string }
  | { readonly status: 'running'; readonly endpoint: string; readonly info: DockerInfo };

/** Where Docker's daemon listens unless somebody moved it. */
export const standardEndpoint = 'unix:///var/run/docker.sock';

/** Asks the `docker` command what it talks to, and whether that answers. */
export async function examineDocker(probe: MachineProbe): Promise<DockerState> {
  const asked = await probe.run('docker', ['info', '--format', '{{json .}}']);
  if (asked.status === 'missing') return { status: 'absent' };
  const parsed = parseDockerInfo(asked.stdout);
  if (parsed.kind === 'podman') return { status: 'podman', version: parsed.version };
  const endpoint = await endpointOf(probe);
  if (parsed.kind === 'docker') return { status: 'running', endpoint, info: parsed.info };
  const reason = asked.stderr.trim() || parsed.reason;
  return { status: /permission denied/i.test(reason) ? 'denied' : 'unreachable', endpoint, reason };
}

export type DaemonPlace =
  /** The daemon shares this machine's kernel, disks and ports. */
  | { readonly kind: 'here'; readonly info: DockerInfo }
  /** It runs in Docker Desktop's virtual machine, or behind a TCP or SSH endpoint. */
  | { readonly kind: 'elsewhere'; readonly info: DockerInfo }
  | { readonly kind: 'unknown' };

/** Which machine's resources containers will use. */
export function placeOfDaemon(probe: MachineProbe, docker: DockerState): DaemonPlace {
  if (docker.status !== 'running') return { kind: 'unknown' };
  const { endpoint, info } = docker;
  const isHere =
    probe.platform === 'linux' && endpoint.startsWith('unix://') && info.operatingSystem !== 'Docker Desktop';
  return { kind: isHere ? 'here' : 'elsewhere', info };
}

/** The endpoint that the client uses, after DOCKER_HOST, DOCKER_CONTEXT and the current context had their say. */
async function endpointOf(probe: MachineProbe): Promise<string> {
  const asked = await probe.run('docker', ['context', 'inspect', '--format', '{{.Endpoints.docker.Host}}']);
  return asked.status === 'exited' && asked.exitCode === 0 ? asked.stdout.trim() : standardEndpoint;
}
