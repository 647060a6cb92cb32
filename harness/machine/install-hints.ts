import type { HostTool } from './check.ts';
import { type Distribution, isDebianLike } from './operating-system.ts';

/** The commands that bring Docker to a machine and start it, for the machines on which bootstrap does not do so itself. */
export function howToInstallDocker(platform: NodeJS.Platform, distribution: Distribution | undefined): string {
  if (platform === 'darwin') {
    return 'Install Docker Desktop (https://docs.docker.com/desktop/setup/install/mac-install/), start it, give it at least 2 processors and 6 GiB of memory in its settings, then run this again.';
  }
  if (platform === 'win32') {
    return 'Install WSL 2 (`wsl --install -d Debian`) and run this inside it as root; or install Docker Desktop with its WSL 2 back end and run this in the WSL distribution.';
  }
  const commands = distribution === undefined ? undefined : linuxCommands(distribution);
  if (commands === undefined) {
    return 'Install Docker Engine 20.10 or newer (https://docs.docker.com/engine/install/), start its daemon, let this user reach it, then run this again.';
  }
  return `Run: ${commands.join(' && ')}. ${howToJoinDockerGroup}`;
}

/** What gives a user who is not root access to a running daemon. */
export const howToJoinDockerGroup =
  'To use Docker without root, also run `sudo usermod -aG docker "$USER"` and log in again.';

/** How to get programs that are missing. */
export function howToInstallTools(tools: readonly HostTool[], distribution: Distribution | undefined): string {
  if (distribution !== undefined && isDebianLike(distribution)) {
    const packages = [...new Set(tools.map(({ debianPackage }) => debianPackage))];
    return `Run: sudo apt-get update && sudo apt-get install -y --no-install-recommends ${packages.join(' ')}.`;
  }
  return `Install ${tools.map(({ command, debianPackage }) => `${command} (Debian's package: ${debianPackage})`).join(', ')} with this system's package manager, or run on a Debian-like machine.`;
}

/** Keyed by the ids that /etc/os-release uses in ID or ID_LIKE. */
const commandsByFamily: Readonly<Record<string, readonly string[]>> = {
  debian: ['sudo apt-get update', 'sudo apt-get install -y docker.io', 'sudo systemctl enable --now docker'],
  fedora: ['sudo dnf install -y moby-engine', 'sudo systemctl enable --now docker'],
  alpine: ['sudo apk add docker', 'sudo rc-update add docker', 'sudo service docker start'],
  arch: ['sudo pacman -S --needed docker', 'sudo systemctl enable --now docker'],
  suse: ['sudo zypper install -y docker', 'sudo systemctl enable --now docker'],
};

/** RHEL and its rebuilds call themselves fedora-like but have no moby-engine: Docker's own packages are the way there. */
const withoutOwnPackages = new Set(['rhel', 'centos', 'rocky', 'almalinux', 'ol']);

function linuxCommands({ id, idLike }: Distribution): readonly string[] | undefined {
  if (withoutOwnPackages.has(id)) return undefined;
  for (const family of [id, ...idLike]) {
    const commands = commandsByFamily[family === 'ubuntu' ? 'debian' : family.replace(/^opensuse.*/, 'suse')];
    if (commands !== undefined) return commands;
  }
  return undefined;
}
