import { childrenOf, DerError, expectSequence, expectTag, readDer, readObjectIdentifier } from '../../der/reader.ts';
import { tag } from '../../der/writer.ts';

/** Short names of RFC 4514 section 3, and those that OpenSSL adds. */
const shortNames: Readonly<Record<string, string>> = {
  '2.5.4.3': 'CN',
  '2.5.4.4': 'SN',
  '2.5.4.5': 'serialNumber',
  '2.5.4.6': 'C',
  '2.5.4.7': 'L',
  '2.5.4.8': 'ST',
  '2.5.4.10': 'O',
  '2.5.4.11': 'OU',
  '2.5.4.12': 'title',
  '2.5.4.42': 'GN',
  '2.5.4.43': 'initials',
  '2.5.4.44': 'generationQualifier',
  '2.5.4.46': 'dnQualifier',
  '2.5.4.65': 'pseudonym',
};

/**
 * A Name (DER) for people, in the order of its encoding: `C=US,O=Example,CN=root`.
 *
 * @throws DerError when the bytes are not a Name (RFC 5280 section 4.1.2.4).
 */
export function displayName(name: Buffer): string {
  return expectSequence(readDer(name), 'A name')
    .flatMap((relative) => childrenOf(expectTag(relative, tag.set, 'A part of a name')))
    .map((attribute) => {
      const [type, value] = expectSequence(attribute, 'An attribute of a name');
      const oid = readObjectIdentifier(type, 'The type of an attribute');
      if (!value) throw new DerError('An attribute of a name has no value.');
      return `${shortNames[oid] ?? oid}=${value.content.toString(value.tagByte === tag.utf8String ? 'utf8' : 'latin1')}`;
    })
    .join(',');
}
