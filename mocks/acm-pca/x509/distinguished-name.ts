import { objectIdentifier, printableString, sequence, setOf, utf8String } from '../../der/writer.ts';
import type { Asn1Subject } from '../shapes/subject.ts';

/**
 * Writes an ASN1Subject of the API as a Name (RFC 5280 section 4.1.2.4), one attribute to an RDN, in the order of the
 * service model, which is the order that AWS's own examples show: C, O, OU, ST, CN, L.
 */
export function encodeSubject(subject: Asn1Subject): Buffer {
  const standard = standardAttributes.flatMap(({ member, oid, printable }) => {
    const value = subject[member];
    return value === undefined ? [] : [relativeName(oid, printable ? printableString(value) : utf8String(value))];
  });
  const custom = (subject.CustomAttributes ?? []).map(({ ObjectIdentifier, Value }) =>
    relativeName(ObjectIdentifier, printableOids.has(ObjectIdentifier) ? printableString(Value) : utf8String(Value)),
  );
  return sequence(...standard, ...custom);
}

/** The DER of a Name without any attribute. */
export const emptyName = sequence();

const relativeName = (oid: string, value: Buffer): Buffer => setOf(sequence(objectIdentifier(oid), value));

/** X.520 attribute types. Country, serial number and DN qualifier must be printable strings (RFC 5280 appendix A.1). */
const standardAttributes = [
  { member: 'Country', oid: '2.5.4.6', printable: true },
  { member: 'Organization', oid: '2.5.4.10', printable: false },
  { member: 'OrganizationalUnit', oid: '2.5.4.11', printable: false },
  { member: 'DistinguishedNameQualifier', oid: '2.5.4.46', printable: true },
  { member: 'State', oid: '2.5.4.8', printable: false },
  { member: 'CommonName', oid: '2.5.4.3', printable: false },
  { member: 'SerialNumber', oid: '2.5.4.5', printable: true },
  { member: 'Locality', oid: '2.5.4.7', printable: false },
  { member: 'Title', oid: '2.5.4.12', printable: false },
  { member: 'Surname', oid: '2.5.4.4', printable: false },
  { member: 'GivenName', oid: '2.5.4.42', printable: false },
  { member: 'Initials', oid: '2.5.4.43', printable: false },
  { member: 'Pseudonym', oid: '2.5.4.65', printable: false },
  { member: 'GenerationQualifier', oid: '2.5.4.44', printable: false },
] as const;

const printableOids: ReadonlySet<string> = new Set(
  standardAttributes.filter(({ printable }) => printable).map(({ oid }) => oid),
);
