import type { Check, CheckContext, ClusterNetwork } from '../check.ts';
import { overlap, parseCidr, parseRoutes } from '../cidr.ts';
import { dockerNetworks } from '../docker-networks.ts';
import { placeOfDaemon } from '../docker-state.ts';
import { fatal, ok, warning } from '../finding.ts';

/** kind puts every node on this Docker network. */
const networkOfNodes = 'kind';

interface UsedNetwork {
  readonly name: string;
  readonly cidr: string;
  /** Whether the cluster's nodes themselves live in it. */
  readonly holdsNodes: boolean;
}

/**
 * The cluster's inner networks hide whatever has the same addresses outside: pods then cannot reach it, and nodes that
 * live in such a range cannot be reached by their pods at all.
 */
export const networksCheck: Check = {
  id: 'networks',
  title: 'Clashing networks',
  askedFor: 'node',
  async run(context) {
    const inner = context.demands.clusterNetworks;
    if (inner.length === 0) return undefined;
    const expected = `${inner.map(({ cidr }) => cidr).join(' and ')} used by nobody else`;
    const clashes = (await usedNetworks(context)).flatMap((used) =>
      inner.filter((network) => clash(network, used)).map((network) => ({ network, used })),
    );
    if (clashes.length === 0) return ok(expected, 'no route and no Docker network overlaps');
    const observed = clashes.map(
      ({ network, used }) => `${network.name} network ${network.cidr} overlaps ${used.name} (${used.cidr})`,
    );
    const assess = clashes.some(({ used }) => used.holdsNodes) ? fatal : warning;
    return assess(
      expected,
      observed.join('; '),
      'Disconnect the VPN or remove the Docker network named here (`docker network rm NAME`, once nothing uses it), or choose other pod and service networks: pods cannot reach addresses that the cluster uses inside.',
    );
  },
};

async function usedNetworks({ probe, docker }: CheckContext): Promise<readonly UsedNetwork[]> {
  const daemon = placeOfDaemon(probe, docker);
  const ofDocker = daemon.kind === 'unknown' ? [] : await dockerNetworks(probe);
  const used = ofDocker.flatMap(({ name, subnets }) =>
    subnets.map((cidr) => ({ name: `Docker network ${name}`, cidr, holdsNodes: name === networkOfNodes })),
  );
  if (daemon.kind === 'elsewhere') return used;
  const known = new Set(used.map(({ cidr }) => cidr));
  const routes = parseRoutes((await probe.readText('/proc/net/route')) ?? '')
    // A Docker network's own bridge is a route as well; its name says more.
    .filter(({ cidr }) => !known.has(cidr))
    .map(({ device, cidr }) => ({ name: `the route through ${device}`, cidr, holdsNodes: false }));
  return [...used, ...routes];
}

function clash(network: ClusterNetwork, used: UsedNetwork): boolean {
  const one = parseCidr(network.cidr);
  const other = parseCidr(used.cidr);
  return one !== undefined && other !== undefined && overlap(one, other);
}
