import { randomUUID } from 'node:crypto';
import { ownerLabel } from '../clusters/ownership.ts';
import { formatProcess, thisProcess } from '../process/process-identity.ts';
import type { CommandOutcome, MachineProbe } from './machine.ts';
import { imageThatExits, programPath } from './privileged-program.ts';

/** On everything Docker is asked to make here, so that a killed probe's leftovers can be found and removed. */
export const probeLabel = 'istio-pca-e2e=machine-probe';

export type PrivilegedAnswer =
  | { readonly outcome: 'starts' }
  | { readonly outcome: 'fails'; readonly reason: string }
  /** There is no probe program for the daemon's processor. */
  | { readonly outcome: 'unknown'; readonly reason: string };

/**
 * Starts a privileged container, as kind does for every node, from an image made on the spot; removes both.
 *
 * @param architecture - the daemon's processor, as `docker info` names it
 */
export async function privilegedContainerStarts(probe: MachineProbe, architecture: string): Promise<PrivilegedAnswer> {
  const archive = imageThatExits(architecture);
  if (archive === undefined) {
    return { outcome: 'unknown', reason: `there is no probe program for the processor ${architecture}` };
  }
  // Its own name for every probe: two of them at once must not remove each other's image.
  const name = `istio-pca-e2e-probe-${randomUUID().slice(0, 8)}`;
  await using file = await probe.temporaryFile('image.tar', archive);
  const owner = `${ownerLabel}=${formatProcess(thisProcess())}`;
  const changes = [probeLabel, owner].flatMap((label) => ['--change', `LABEL ${label}`]);
  const imported = await probe.run('docker', ['import', ...changes, file.path, name]);
  if (!succeeded(imported)) return { outcome: 'fails', reason: `docker import: ${whatItSaid(imported)}` };
  try {
    const started = await probe.run('docker', [
      ...['run', '--name', name, '--label', probeLabel, '--label', owner, '--privileged', '--network', 'none', name],
      programPath,
    ]);
    return succeeded(started) ? { outcome: 'starts' } : { outcome: 'fails', reason: whatItSaid(started) };
  } finally {
    await probe.run('docker', ['rm', '--force', '--volumes', name], { evenIfAborted: true });
    await probe.run('docker', ['rmi', '--force', name], { evenIfAborted: true });
  }
}

const succeeded = (outcome: CommandOutcome) => outcome.status === 'exited' && outcome.exitCode === 0;

/** The first line holds the reason; Docker's client adds log lines and "see --help" to it. */
function whatItSaid(outcome: CommandOutcome): string {
  if (outcome.status === 'missing') return 'there is no docker command';
  const [firstLine = ''] = (outcome.stderr.trim() || outcome.stdout.trim()).split('\n');
  return firstLine.replace(/^docker: |Error response from daemon: /g, '') || `exit code ${outcome.exitCode}`;
}
