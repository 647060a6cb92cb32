import { isIPv4, isIPv6 } from 'node:net';
import { explicit, implicitConstructed, implicitPrimitive, objectIdentifier, utf8String } from '../../der/writer.ts';
import { invalidArgs } from '../errors.ts';
import type { GeneralName } from '../shapes/general-name.ts';
import { encodeSubject } from './distinguished-name.ts';

/**
 * Writes one GeneralName (RFC 5280 section 4.2.1.6).
 *
 * @throws InvalidArgsException unless exactly one of its forms is given, and for an address that is none.
 */
export function encodeGeneralName(name: GeneralName): Buffer {
  const encodings = [
    name.OtherName && otherName(name.OtherName),
    name.Rfc822Name !== undefined && implicitPrimitive(1, ascii(name.Rfc822Name)),
    name.DnsName !== undefined && implicitPrimitive(2, ascii(name.DnsName)),
    // A directory name is a CHOICE and therefore tagged explicitly (X.680 section 31.2.7).
    name.DirectoryName && explicit(4, encodeSubject(name.DirectoryName)),
    name.EdiPartyName && ediPartyName(name.EdiPartyName),
    name.UniformResourceIdentifier !== undefined && implicitPrimitive(6, ascii(name.UniformResourceIdentifier)),
    name.IpAddress !== undefined && implicitPrimitive(7, ipAddress(name.IpAddress)),
    name.RegisteredId !== undefined && implicitPrimitive(8, objectIdentifier(name.RegisteredId).subarray(2)),
  ].filter((encoding) => encoding !== undefined && encoding !== false);
  const [encoding] = encodings;
  if (!encoding || encodings.length > 1) throw invalidArgs('A general name must have exactly one of its forms.');
  return encoding;
}

function otherName(name: NonNullable<GeneralName['OtherName']>): Buffer {
  return implicitConstructed(0, objectIdentifier(name.TypeId), explicit(0, utf8String(name.Value)));
}

function ediPartyName(name: NonNullable<GeneralName['EdiPartyName']>): Buffer {
  const assigner = name.NameAssigner === undefined ? [] : [explicit(0, utf8String(name.NameAssigner))];
  return implicitConstructed(5, ...assigner, explicit(1, utf8String(name.PartyName)));
}

function ascii(text: string): Buffer {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: IA5String is exactly this range.
  if (!/^[\u0000-\u007f]*$/.test(text))
    throw invalidArgs('A general name of this form must consist of ASCII characters.');
  return Buffer.from(text, 'latin1');
}

function ipAddress(text: string): Buffer {
  if (isIPv4(text)) return Buffer.from(text.split('.').map(Number));
  if (!isIPv6(text) || text.includes('%')) throw invalidArgs(`${text} is not an IP address.`);
  const [head = '', tail] = expandEmbeddedIpv4(text).split('::');
  const left = groups(head);
  const right = tail === undefined ? [] : groups(tail);
  const zeros = new Array<number>(8 - left.length - right.length).fill(0);
  return Buffer.from([...left, ...zeros, ...right].flatMap((group) => [group >> 8, group & 0xff]));
}

const groups = (text: string): number[] =>
  text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16));

function expandEmbeddedIpv4(text: string): string {
  return text.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_match, ...octets: string[]) => {
    const [a = 0, b = 0, c = 0, d = 0] = octets.map(Number);
    return `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;
  });
}
