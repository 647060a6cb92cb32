import {
  childrenOf,
  type DerElement,
  DerError,
  expectSequence,
  expectTag,
  readBoolean,
  readObjectIdentifier,
} from '../../der/reader.ts';
import { boolean, objectIdentifier, octetString, sequence, tag } from '../../der/writer.ts';

/** One X.509 extension; `value` is the DER inside its OCTET STRING. */
export interface Extension {
  readonly oid: string;
  readonly critical: boolean;
  readonly value: Buffer;
}

/** Writes an Extension of RFC 5280 section 4.1; a false `critical` is the default and thus not encoded. */
export function encodeExtension({ oid, critical, value }: Extension): Buffer {
  return critical
    ? sequence(objectIdentifier(oid), boolean(true), octetString(value))
    : sequence(objectIdentifier(oid), octetString(value));
}

/** Reads the Extensions sequence of a certificate or of a CSR's extensionRequest. */
export function readExtensions(list: DerElement): readonly Extension[] {
  const extensions = childrenOf(list).map(readExtension);
  if (new Set(extensions.map(({ oid }) => oid)).size !== extensions.length) {
    // RFC 5280 section 4.2: a certificate has at most one extension of a kind.
    throw new DerError('The same extension appears twice.');
  }
  return extensions;
}

function readExtension(element: DerElement): Extension {
  const parts = expectSequence(element, 'An extension');
  const hasCritical = parts[1]?.tagByte === tag.boolean;
  return {
    oid: readObjectIdentifier(parts[0], 'An extension identifier'),
    critical: hasCritical && readBoolean(parts[1], 'The critical flag'),
    value: expectTag(parts[hasCritical ? 2 : 1], tag.octetString, 'An extension value').content,
  };
}

export const findExtension = (extensions: readonly Extension[], oid: string): Extension | undefined =>
  extensions.find((extension) => extension.oid === oid);
