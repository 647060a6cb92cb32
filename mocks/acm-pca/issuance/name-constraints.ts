import { oid } from '../../der/oids.ts';
import { childrenOf, type DerElement, expectSequence, readDer } from '../../der/reader.ts';
import { validation } from '../errors.ts';
import type { Certificate } from '../x509/certificate.ts';
import { emptyName } from '../x509/distinguished-name.ts';
import { type Extension, findExtension } from '../x509/extension.ts';

/** The tags of the GeneralName forms that can be constrained (RFC 5280 section 4.2.1.6). */
const form = { email: 0x81, dns: 0x82, directory: 0xa4, uri: 0x86, ip: 0x87 } as const;

/**
 * Whether the names of a certificate may stand below these CAs. AWS enforces name constraints that an imported CA certificate carries,
 * or one that was issued with such an extension.
 *
 * @param issuers - The issuing CA's certificate and those above it.
 * @throws ValidationException
 * @see RFC 5280 section 4.2.1.10
 */
export function checkNameConstraints(
  subject: Buffer,
  extensions: readonly Extension[],
  issuers: readonly Certificate[],
): void {
  const constraints = issuers.flatMap((issuer) => findExtension(issuer.extensions, oid.nameConstraints) ?? []);
  if (constraints.length === 0) return;
  const names = namesOf(subject, extensions);
  for (const { value } of constraints) {
    const [permitted, excluded] = readConstraints(value);
    for (const name of names) {
      if (excluded.some((base) => base.tagByte === name.tagByte && isWithin(name, base))) throw refused(name);
      const ofThisForm = permitted.filter((base) => base.tagByte === name.tagByte);
      if (ofThisForm.length > 0 && !ofThisForm.some((base) => isWithin(name, base))) throw refused(name);
    }
  }
}

type Name = Pick<DerElement, 'tagByte' | 'content'>;

function namesOf(subject: Buffer, extensions: readonly Extension[]): readonly Name[] {
  const alternative = findExtension(extensions, oid.subjectAltName);
  const own = subject.equals(emptyName) ? [] : [{ tagByte: form.directory, content: subject }];
  return [...own, ...(alternative ? childrenOf(readDer(alternative.value)) : [])];
}

function readConstraints(value: Buffer): readonly [permitted: readonly DerElement[], excluded: readonly DerElement[]] {
  const subtrees = expectSequence(readDer(value), 'The name constraints');
  const bases = (tagByte: number): readonly DerElement[] =>
    subtrees
      .filter((subtree) => subtree.tagByte === tagByte)
      .flatMap((subtree) => childrenOf(subtree))
      .flatMap((subtree) => expectSequence(subtree, 'A subtree')[0] ?? []);
  return [bases(0xa0), bases(0xa1)];
}

function isWithin(name: Name, base: Name): boolean {
  if (name.tagByte === form.ip) return addressWithin(name.content, base.content);
  if (name.tagByte === form.directory) return directoryWithin(name.content, base.content);
  const text = name.content.toString('latin1').toLowerCase();
  const constraint = base.content.toString('latin1').toLowerCase();
  if (name.tagByte === form.dns) return constraint === '' || hostWithin(text, constraint, true);
  if (name.tagByte === form.email) {
    return constraint.includes('@')
      ? text === constraint
      : hostWithin(text.slice(text.lastIndexOf('@') + 1), constraint, false);
  }
  if (name.tagByte === form.uri) return hostWithin(URL.canParse(text) ? new URL(text).hostname : '', constraint, false);
  return false;
}

/** A constraint that begins with a dot means subdomains alone; for DNS names one without a dot means them too. */
function hostWithin(host: string, constraint: string, withSubdomains: boolean): boolean {
  if (constraint.startsWith('.')) return host.endsWith(constraint);
  return host === constraint || (withSubdomains && host.endsWith(`.${constraint}`));
}

/** The constraint is an address followed by a mask of the same length. */
function addressWithin(address: Buffer, constraint: Buffer): boolean {
  if (constraint.length !== 2 * address.length) return false;
  return address.every((byte, index) => {
    const mask = constraint[address.length + index] ?? 0;
    return (byte & mask) === ((constraint[index] ?? 0) & mask);
  });
}

/** The constraint's relative names must be the first ones of the name. */
function directoryWithin(name: Buffer, constraint: Buffer): boolean {
  const parts = relativeNames(name);
  return relativeNames(constraint).every((part, index) => parts[index]?.equals(part) ?? false);
}

const relativeNames = (name: Buffer): readonly Buffer[] => childrenOf(readDer(name)).map(({ raw }) => raw);

const refused = (name: Name) =>
  validation(
    name.tagByte === form.directory
      ? 'The subject is outside the name constraints of the certificate authorities above it.'
      : `The name ${name.tagByte === form.ip ? [...name.content].join('.') : name.content.toString('latin1')} is outside the name constraints of the certificate authorities above it.`,
  );
