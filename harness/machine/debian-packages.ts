import type { Machine } from './machine.ts';

/** Another apt or an unattended upgrade may hold dpkg's lock for a while. */
const lockTimeoutSeconds = 300;
const waitForLock = ['-o', `DPkg::Lock::Timeout=${lockTimeoutSeconds}`];
const unattended = { DEBIAN_FRONTEND: 'noninteractive' };

/** @throws CommandError with apt's last lines */
export async function aptGetUpdate(machine: Machine, onLine: (line: string) => void): Promise<void> {
  await machine.runOrThrow('apt-get', [...waitForLock, 'update'], { env: unattended, onLine });
}

/**
 * Installs packages without what they only recommend. Downloading can be interrupted; unpacking cannot, since dpkg would
 * refuse all work until somebody repairs what it left half done.
 *
 * @throws CommandError with apt's last lines, also when an installed package would have to go (Docker's own packages
 * conflict with Debian's)
 */
export async function aptGetInstall(
  machine: Machine,
  packages: readonly string[],
  onLine: (line: string) => void,
): Promise<void> {
  const args = [...waitForLock, 'install', '-y', '--no-install-recommends', '--no-remove'];
  const options = { env: unattended, onLine };
  await machine.runOrThrow('apt-get', [...args, '--download-only', ...packages], options);
  await machine.runOrThrow('apt-get', [...args, ...packages], { ...options, evenIfAborted: true });
}

/** What brings dockerd and the `docker` command: Debian 13 moved the command out of docker.io, and only recommends it. */
export async function dockerPackages(machine: Machine): Promise<readonly string[]> {
  const shown = await machine.run('apt-cache', ['show', '--no-all-versions', 'docker-cli']);
  const hasCommandApart = shown.status === 'exited' && shown.exitCode === 0;
  return hasCommandApart ? ['docker.io', 'docker-cli'] : ['docker.io'];
}
