import { type DockerState, standardEndpoint } from './docker-state.ts';
import { isOlderDocker } from './docker-version.ts';
import { howToInstallDocker, howToJoinDockerGroup } from './install-hints.ts';
import { type Distribution, isDebianLike } from './operating-system.ts';
import { requirements } from './requirements.ts';

/** Why Docker cannot be used as it is. */
export interface DockerProblem {
  readonly observed: string;
  readonly remedy: string;
  /** Whether bootstrap, as root, puts it right. */
  readonly solvedByBootstrap: boolean;
}

/** What is wrong with Docker, or undefined when it can carry a kind cluster. */
export function dockerProblem(
  docker: DockerState,
  platform: NodeJS.Platform,
  distribution: Distribution | undefined,
): DockerProblem | undefined {
  const howToInstall = howToInstallDocker(platform, distribution);
  const canInstall = distribution !== undefined && isDebianLike(distribution);
  switch (docker.status) {
    case 'not-asked':
      return undefined;
    case 'absent':
      return { observed: 'there is no docker command', remedy: howToInstall, solvedByBootstrap: canInstall };
    case 'podman':
      return {
        observed: `the docker command is podman ${docker.version}`,
        remedy: `Podman is not supported: scenarios start containers through Docker's own API. Remove the package that provides its docker command (podman-docker). ${howToInstall}`,
        solvedByBootstrap: false,
      };
    case 'denied':
      return { observed: docker.reason, remedy: howToJoinDockerGroup, solvedByBootstrap: false };
    case 'unreachable':
      return unreachable(docker, platform, howToInstall, canInstall);
    case 'running':
      return unsuitable(docker);
  }
}

function unreachable(
  { endpoint, reason }: Extract<DockerState, { status: 'unreachable' }>,
  platform: NodeJS.Platform,
  howToInstall: string,
  canInstall: boolean,
): DockerProblem {
  const observed = `${endpoint} does not answer (${reason})`;
  if (platform === 'darwin' || platform === 'win32') {
    return { observed, remedy: 'Start Docker Desktop.', solvedByBootstrap: false };
  }
  if (endpoint !== standardEndpoint) {
    const remedy = `Start the daemon behind ${endpoint}; or unset DOCKER_HOST and DOCKER_CONTEXT and run \`docker context use default\` to use this machine's own.`;
    return { observed, remedy, solvedByBootstrap: false };
  }
  const remedy = `If Docker is installed, start it: \`sudo systemctl start docker\` or \`sudo service docker start\`. Otherwise: ${howToInstall}`;
  return { observed, remedy, solvedByBootstrap: canInstall };
}

function unsuitable({ info }: Extract<DockerState, { status: 'running' }>): DockerProblem | undefined {
  if (isOlderDocker(info.serverVersion, requirements.dockerVersion)) {
    return {
      observed: `Docker ${info.serverVersion}`,
      remedy: 'Upgrade Docker Engine (https://docs.docker.com/engine/install/).',
      solvedByBootstrap: false,
    };
  }
  if (info.isRootless && info.cgroupVersion === '1') {
    return {
      observed: `rootless Docker ${info.serverVersion} on cgroup v1`,
      remedy:
        'Rootless kind needs cgroup v2 (https://kind.sigs.k8s.io/docs/user/rootless/): use a rootful daemon, or boot with systemd.unified_cgroup_hierarchy=1.',
      solvedByBootstrap: false,
    };
  }
  return undefined;
}
