import type { MachineProbe } from './machine.ts';

export interface DockerNetwork {
  readonly name: string;
  readonly subnets: readonly string[];
}

/** Docker's networks and their address ranges; none when Docker does not answer. */
export async function dockerNetworks(probe: MachineProbe): Promise<readonly DockerNetwork[]> {
  const listed = await probe.run('docker', ['network', 'ls', '--quiet', '--no-trunc']);
  const ids = listed.status === 'exited' && listed.exitCode === 0 ? listed.stdout.split('\n').filter(Boolean) : [];
  if (ids.length === 0) return [];
  const format = '{{.Name}}{{range .IPAM.Config}} {{.Subnet}}{{end}}';
  // A network that went away since it was listed makes the exit code 1; the others are printed all the same.
  const inspected = await probe.run('docker', ['network', 'inspect', '--format', format, ...ids]);
  return inspected.status === 'exited' ? parseNetworks(inspected.stdout) : [];
}

/** Reads lines of a name and its subnets, separated by blanks. */
export function parseNetworks(lines: string): readonly DockerNetwork[] {
  return lines
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .flatMap(([name = '', ...subnets]) => (name === '' ? [] : [{ name, subnets }]));
}
