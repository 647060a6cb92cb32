import { describe, expect, test } from '@jest/globals';
import { matched } from './node-containers.ts';

const node = (name: string, address: string) => ({
  metadata: { name },
  status: { addresses: [{ type: 'InternalIP', address }] },
});
const container = (name: string, networks: Readonly<Record<string, string>>) => ({
  Name: `/${name}`,
  NetworkSettings: {
    Networks: Object.fromEntries(
      Object.entries(networks).map(([network, IPAddress]) => [network, { IPAddress, GlobalIPv6Address: '' }]),
    ),
  },
});

describe("nodes among this machine's containers", () => {
  test('are found by name and address, with the network that all are on', () => {
    const nodes = [node('a', '172.18.0.2'), node('b', '172.18.0.3')];
    const containers = [
      container('a', { other: '10.0.0.2', kind: '172.18.0.2' }),
      container('b', { kind: '172.18.0.3' }),
    ];
    expect(matched(nodes, containers)).toEqual({ containers: ['a', 'b'], dockerNetwork: 'kind' });
  });

  test('are not a container that only has the name of one', () => {
    expect(matched([node('a', '192.168.0.7')], [container('a', { kind: '172.18.0.2' })])).toBeUndefined();
  });

  test('are of no use on networks of their own', () => {
    const nodes = [node('a', '172.18.0.2'), node('b', '172.19.0.3')];
    expect(matched(nodes, [container('a', { x: '172.18.0.2' }), container('b', { y: '172.19.0.3' })])).toBeUndefined();
  });
});
