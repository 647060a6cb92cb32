import { describe, expect, test } from '@jest/globals';
import { overlap, parseCidr, parseRoutes } from './cidr.ts';

const overlaps = (one: string, other: string) => {
  const [a, b] = [parseCidr(one), parseCidr(other)];
  return a !== undefined && b !== undefined && overlap(a, b);
};

describe('overlap', () => {
  test.each([
    ['10.244.0.0/16', '10.0.0.0/8', true],
    ['10.244.0.0/16', '10.244.255.255/32', true],
    ['10.244.0.0/16', '10.245.0.0/16', false],
    ['10.96.0.0/16', '10.96.0.0/12', true],
    ['192.168.0.0/16', '0.0.0.0/0', true],
    // Bits beyond the prefix do not count.
    ['10.244.7.9/16', '10.244.200.0/24', true],
  ])('%s and %s: %s', (one, other, expected) => {
    expect([overlaps(one, other), overlaps(other, one)]).toEqual([expected, expected]);
  });

  test.each(['fc00::/64', '10.0.0.0', '10.0.0/8', '10.0.0.256/8', '10.0.0.0/33', ''])('%p is no IPv4 range', (text) => {
    expect(parseCidr(text)).toBeUndefined();
  });
});

test('routes are read as the kernel prints them, without the default route', () => {
  const table = [
    'Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT',
    'eth0\t00000000\t010200C0\t0003\t0\t0\t0\t00000000\t0\t0\t0',
    'eth0\t000200C0\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0',
    'tun0\t0000F40A\t00000000\t0001\t0\t0\t0\t00C0FFFF\t0\t0\t0',
    '',
  ].join('\n');
  expect(parseRoutes(table)).toEqual([
    { device: 'eth0', cidr: '192.0.2.0/24' },
    { device: 'tun0', cidr: '10.244.0.0/18' },
  ]);
});
