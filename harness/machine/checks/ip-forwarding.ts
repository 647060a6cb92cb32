import type { Check } from '../check.ts';
import { placeOfDaemon } from '../docker-state.ts';
import { fatal, ok } from '../finding.ts';

const expected = 'net.ipv4.ip_forward = 1';

/**
 * Pods reach other containers, and so the mocked AWS, through the host's forwarding. dockerd turns it on when it starts;
 * a firewall or a later `sysctl --system` can turn it off again.
 */
export const ipForwardingCheck: Check = {
  id: 'ip-forwarding',
  title: 'IP forwarding',
  askedFor: 'node',
  async run({ probe, docker }) {
    if (placeOfDaemon(probe, docker).kind !== 'here') return undefined;
    const setting = (await probe.readText('/proc/sys/net/ipv4/ip_forward'))?.trim();
    if (setting === undefined) return undefined;
    const observed = `net.ipv4.ip_forward = ${setting}`;
    if (setting === '1') return ok(expected, observed);
    return fatal(
      expected,
      observed,
      'Run: sudo sysctl net.ipv4.ip_forward=1 (and write it to /etc/sysctl.d/ to keep it).',
    );
  },
};
