import { oid } from '../../der/oids.ts';
import { ia5String, objectIdentifier, sequence } from '../../der/writer.ts';
import { invalidArgs } from '../errors.ts';
import type { ApiPassthrough } from '../shapes/api-passthrough.ts';
import { purposeOids } from '../templates/purposes.ts';
import type { Extension } from '../x509/extension.ts';
import { encodeGeneralName } from '../x509/general-name.ts';
import { extendedKeyUsage, keyUsage } from '../x509/standard-extensions.ts';

type ApiExtensions = NonNullable<ApiPassthrough['Extensions']>;

/**
 * The extensions of a request's ApiPassthrough.
 *
 * @throws InvalidArgsException when one of them cannot be written.
 */
export function passthroughExtensions(extensions: ApiExtensions): readonly Extension[] {
  const { KeyUsage, ExtendedKeyUsage, SubjectAlternativeNames, CertificatePolicies, CustomExtensions } = extensions;
  const custom = (CustomExtensions ?? []).map(customExtension);
  const all = [
    ...(KeyUsage ? [keyUsage(KeyUsage)] : []),
    ...(ExtendedKeyUsage ? [extendedKeyUsage(ExtendedKeyUsage.map(purposeOid), false)] : []),
    ...(SubjectAlternativeNames ? [subjectAlternativeNames(SubjectAlternativeNames)] : []),
    ...(CertificatePolicies ? [certificatePolicies(CertificatePolicies)] : []),
    ...custom,
  ];
  if (new Set(all.map((extension) => extension.oid)).size !== all.length) {
    throw invalidArgs('The API passthrough names the same extension more than once.');
  }
  return all;
}

function purposeOid(purpose: NonNullable<ApiExtensions['ExtendedKeyUsage']>[number]): string {
  const { ExtendedKeyUsageType: type, ExtendedKeyUsageObjectIdentifier: identifier } = purpose;
  if ((type === undefined) === (identifier === undefined)) {
    throw invalidArgs('An extended key usage must have either a type or an object identifier.');
  }
  return type === undefined ? (identifier ?? '') : purposeOids[type];
}

function subjectAlternativeNames(names: NonNullable<ApiExtensions['SubjectAlternativeNames']>): Extension {
  return { oid: oid.subjectAltName, critical: false, value: sequence(...names.map(encodeGeneralName)) };
}

/** RFC 5280 section 4.2.1.4. */
function certificatePolicies(policies: NonNullable<ApiExtensions['CertificatePolicies']>): Extension {
  const encoded = policies.map(({ CertPolicyId, PolicyQualifiers }) => {
    const qualifiers = (PolicyQualifiers ?? []).map(({ Qualifier }) =>
      sequence(objectIdentifier(oid.cpsQualifier), ia5String(Qualifier.CpsUri)),
    );
    return sequence(objectIdentifier(CertPolicyId), ...(qualifiers.length > 0 ? [sequence(...qualifiers)] : []));
  });
  return { oid: oid.certificatePolicies, critical: false, value: sequence(...encoded) };
}

function customExtension(extension: NonNullable<ApiExtensions['CustomExtensions']>[number]): Extension {
  return {
    oid: extension.ObjectIdentifier,
    critical: extension.Critical ?? false,
    value: Buffer.from(extension.Value, 'base64'),
  };
}
