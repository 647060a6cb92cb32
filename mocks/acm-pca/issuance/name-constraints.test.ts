import { expect, test } from '@jest/globals';
import { implicitConstructed, implicitPrimitive, sequence } from '../../der/writer.ts';
import type { Certificate } from '../x509/certificate.ts';
import { emptyName, encodeSubject } from '../x509/distinguished-name.ts';
import { encodeGeneralName } from '../x509/general-name.ts';
import { checkNameConstraints } from './name-constraints.ts';

const ascii = (tagNumber: number, text: string): Buffer => implicitPrimitive(tagNumber, Buffer.from(text, 'latin1'));
const subtrees = (number: number, ...bases: readonly Buffer[]): Buffer =>
  implicitConstructed(number, ...bases.map((base) => sequence(base)));
const permitted = (...bases: readonly Buffer[]): Buffer => sequence(subtrees(0, ...bases));
const excluded = (...bases: readonly Buffer[]): Buffer => sequence(subtrees(1, ...bases));

/** Only the extensions of an issuer matter here. */
const issuerWith = (value: Buffer): Certificate =>
  ({ extensions: [{ oid: '2.5.29.30', critical: true, value }] }) as unknown as Certificate;

function check(constraints: Buffer, names: readonly Buffer[], subject = emptyName): void {
  const alternative = { oid: '2.5.29.17', critical: true, value: sequence(...names) };
  checkNameConstraints(subject, names.length > 0 ? [alternative] : [], [issuerWith(constraints)]);
}

const dns = (name: string): Buffer => encodeGeneralName({ DnsName: name });
const inside = [
  ['a DNS name itself', permitted(ascii(2, 'example.com')), [dns('example.com')]],
  ['a subdomain', permitted(ascii(2, 'example.com')), [dns('a.b.EXAMPLE.com')]],
  [
    'a name of a form that is not constrained',
    permitted(ascii(2, 'example.com')),
    [encodeGeneralName({ IpAddress: '10.0.0.1' })],
  ],
  [
    'an address in the range',
    permitted(implicitPrimitive(7, Buffer.from([10, 0, 0, 0, 255, 0, 0, 0]))),
    [encodeGeneralName({ IpAddress: '10.9.8.7' })],
  ],
  ['a mailbox at the host', permitted(ascii(1, 'example.com')), [encodeGeneralName({ Rfc822Name: 'me@example.com' })]],
  [
    'a URI at a subdomain',
    permitted(ascii(6, '.example.com')),
    [encodeGeneralName({ UniformResourceIdentifier: 'spiffe://a.example.com/x' })],
  ],
  ['a name beside the excluded one', excluded(ascii(2, 'example.com')), [dns('badexample.com')]],
] as const;

const outside = [
  ['another DNS name', permitted(ascii(2, 'example.com')), [dns('example.org')]],
  ['a name that only ends alike', permitted(ascii(2, 'example.com')), [dns('badexample.com')]],
  ['one bad name among good ones', permitted(ascii(2, 'example.com')), [dns('example.com'), dns('example.org')]],
  ['an excluded subdomain', excluded(ascii(2, 'example.com')), [dns('a.example.com')]],
  [
    'an address out of the range',
    permitted(implicitPrimitive(7, Buffer.from([10, 0, 0, 0, 255, 0, 0, 0]))),
    [encodeGeneralName({ IpAddress: '11.0.0.1' })],
  ],
  ['another mailbox', permitted(ascii(1, 'you@example.com')), [encodeGeneralName({ Rfc822Name: 'me@example.com' })]],
  [
    'a URI at another host',
    permitted(ascii(6, '.example.com')),
    [encodeGeneralName({ UniformResourceIdentifier: 'https://example.org/' })],
  ],
] as const;

test.each(inside)('%s is accepted', (_name, constraints, names) => {
  expect(() => check(constraints, names)).not.toThrow();
});

test.each(outside)('%s is refused', (_name, constraints, names) => {
  expect(() => check(constraints, names)).toThrow(/name constraints/);
});

test('a subject must begin with the permitted directory name', () => {
  const constraints = permitted(encodeGeneralName({ DirectoryName: { Country: 'DE', Organization: 'Example' } }));
  expect(() =>
    check(constraints, [], encodeSubject({ Country: 'DE', Organization: 'Example', CommonName: 'x' })),
  ).not.toThrow();
  expect(() => check(constraints, [], encodeSubject({ Country: 'DE', CommonName: 'x' }))).toThrow(/name constraints/);
});
