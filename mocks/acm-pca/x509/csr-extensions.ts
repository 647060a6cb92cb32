import { oid } from '../../der/oids.ts';
import { objectIdentifier, sequence } from '../../der/writer.ts';
import { invalidArgs } from '../errors.ts';
import type { CsrExtensions } from '../shapes/csr-extensions.ts';
import type { Extension } from './extension.ts';
import { encodeGeneralName } from './general-name.ts';
import { keyUsage } from './standard-extensions.ts';

const accessMethodOids = {
  CA_REPOSITORY: oid.accessCaRepository,
  RESOURCE_PKI_MANIFEST: oid.accessRpkiManifest,
  RESOURCE_PKI_NOTIFY: oid.accessRpkiNotify,
} as const;

/** The extensions that a CA's own request asks for, from CreateCertificateAuthority's CsrExtensions. */
export function encodeCsrExtensions(extensions: CsrExtensions | undefined): readonly Extension[] {
  const access = extensions?.SubjectInformationAccess ?? [];
  return [
    ...(extensions?.KeyUsage ? [keyUsage(extensions.KeyUsage)] : []),
    ...(access.length > 0 ? [subjectInformationAccess(access)] : []),
  ];
}

/** RFC 5280 section 4.2.2.2. */
function subjectInformationAccess(access: NonNullable<CsrExtensions['SubjectInformationAccess']>): Extension {
  const descriptions = access.map(({ AccessMethod: method, AccessLocation: location }) => {
    if ((method.AccessMethodType === undefined) === (method.CustomObjectIdentifier === undefined)) {
      throw invalidArgs('An access method must have either a type or an object identifier.');
    }
    const methodOid =
      method.AccessMethodType === undefined
        ? (method.CustomObjectIdentifier ?? '')
        : accessMethodOids[method.AccessMethodType];
    return sequence(objectIdentifier(methodOid), encodeGeneralName(location));
  });
  return { oid: oid.subjectInfoAccess, critical: false, value: sequence(...descriptions) };
}
