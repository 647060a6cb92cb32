import type { Machine, MachineProbe } from './machine.ts';

/** Where a dockerd that is not a service of systemd writes its log. */
export const daemonLogPath = '/var/log/istio-pca-e2e-dockerd.log';

/** A sound PATH for daemons; users other than root often have no sbin folder in theirs. */
export const systemFolders = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'];

/** dockerd's own default for `--pidfile`. */
const processIdPath = '/var/run/docker.pid';
/** Says which daemon bootstrap started. In /run, because a restarted machine has another one. */
const markerPath = '/run/istio-pca-e2e/dockerd.pid';

const shownLogLines = 12;

/** Whether services here are systemd's: sd_booted(3) looks for this folder, too. */
export function runsSystemd(probe: MachineProbe): Promise<boolean> {
  return probe.pathExists('/run/systemd/system');
}

/** The path of dockerd; undefined when Docker's engine is not installed. */
export function findDockerDaemon(probe: MachineProbe): Promise<string | undefined> {
  return probe.findCommand('dockerd', systemFolders);
}

/** The dockerd that its pidfile names, if that process lives and is one. */
export async function daemonProcessId(probe: MachineProbe): Promise<number | undefined> {
  const processId = Number(await probe.readText(processIdPath));
  if (!Number.isInteger(processId) || processId <= 0) return undefined;
  const name = (await probe.readText(`/proc/${processId}/comm`))?.trim();
  return name === 'dockerd' ? processId : undefined;
}

/** Remembers a daemon as one that bootstrap started, and may restart. */
export async function rememberOurDaemon(machine: Machine, processId: number): Promise<void> {
  await machine.writeText(markerPath, `${processId}\n`, 0o644);
}

/** Whether the daemon that runs now is one that bootstrap started. */
export async function isOurDaemon(probe: MachineProbe): Promise<boolean> {
  const processId = await daemonProcessId(probe);
  return processId !== undefined && Number(await probe.readText(markerPath)) === processId;
}

/** The end of the daemon's log, from `offset` on: what earlier daemons wrote explains nothing. */
export async function lastDaemonLogLines(probe: MachineProbe, offset = 0): Promise<string> {
  if (await runsSystemd(probe)) {
    const args = ['--unit', 'docker.service', '--lines', String(shownLogLines), '--no-pager', '--output', 'cat'];
    const asked = await probe.run('journalctl', args);
    return asked.status === 'exited' ? asked.stdout : '';
  }
  const lines = ((await probe.readText(daemonLogPath)) ?? '').slice(offset).trim().split('\n');
  return [...lines.slice(-shownLogLines), `(the whole log is in ${daemonLogPath})`].join('\n');
}
