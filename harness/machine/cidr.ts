/** A range of IPv4 addresses, first and last included, as unsigned 32-bit numbers. */
export interface AddressRange {
  readonly first: number;
  readonly last: number;
}

/** Reads `10.244.0.0/16` (RFC 4632); undefined for anything else, IPv6 included. */
export function parseCidr(cidr: string): AddressRange | undefined {
  const [, address = '', bits] = /^(\d+\.\d+\.\d+\.\d+)\/(\d+)$/.exec(cidr) ?? [];
  const octets = address.split('.').map(Number);
  const prefixBits = Number(bits);
  if (octets.length !== 4 || octets.some((octet) => octet > 255) || !(prefixBits <= 32)) return undefined;
  const number = octets.reduce((sum, octet) => sum * 256 + octet, 0);
  const size = 2 ** (32 - prefixBits);
  const first = number - (number % size);
  return { first, last: first + size - 1 };
}

export function overlap(one: AddressRange, other: AddressRange): boolean {
  return one.first <= other.last && other.first <= one.last;
}

/** Destinations of the routes in /proc/net/route, which prints addresses as little-endian hex; the default route is left out. */
export function parseRoutes(procNetRoute: string): readonly { readonly device: string; readonly cidr: string }[] {
  return procNetRoute
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(/\s+/))
    .flatMap(([device = '', destination = '', , , , , , mask = '']) => {
      if (!/^[0-9A-F]{8}$/i.test(destination) || !/^[0-9A-F]{8}$/i.test(mask)) return [];
      const prefixBits = octetsOf(mask).reduce((sum, octet) => sum + bitsSet(octet), 0);
      return prefixBits === 0 ? [] : [{ device, cidr: `${octetsOf(destination).join('.')}/${prefixBits}` }];
    });
}

const octetsOf = (littleEndianHex: string): number[] => [...Buffer.from(littleEndianHex, 'hex')].reverse();
const bitsSet = (octet: number): number => octet.toString(2).replaceAll('0', '').length;
