import type { Check } from '../check.ts';
import { fatal, ok } from '../finding.ts';

export const hostPortsCheck: Check = {
  id: 'host-ports',
  title: 'Host ports',
  async run({ probe, demands: { hostPorts } }) {
    if (hostPorts.length === 0) return undefined;
    const ports = await Promise.all(hostPorts.map(async (port) => ({ port, state: await probe.portState(port) })));
    const expected = `${hostPorts.join(', ')} free`;
    // A port this user may not listen on (below 1024) is none of a problem: Docker's daemon opens it.
    const taken = ports.filter(({ state }) => state === 'in use').map(({ port }) => port);
    if (taken.length === 0) return ok(expected, 'free');
    return fatal(
      expected,
      `${taken.join(', ')} in use`,
      `End what listens there (\`sudo ss -ltnp 'sport = :${taken[0]}'\` and \`docker ps --filter publish=${taken[0]}\` name it), or choose other ports.`,
    );
  },
};
