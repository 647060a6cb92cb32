import { oid } from '../../der/oids.ts';
import type { ApiPassthrough } from '../shapes/api-passthrough.ts';
import type { Template } from '../templates/template.ts';
import type { Certificate } from '../x509/certificate.ts';
import { emptyName } from '../x509/distinguished-name.ts';
import type { Extension } from '../x509/extension.ts';
import {
  authorityInfoAccess,
  authorityKeyIdentifier,
  basicConstraints,
  crlDistributionPoints,
  extendedKeyUsage,
  keyUsage,
  subjectKeyIdentifier,
} from '../x509/standard-extensions.ts';
import { passthroughExtensions } from './api-extensions.ts';

export interface ExtensionSources {
  readonly template: Template;
  readonly api: ApiPassthrough | undefined;
  readonly csrExtensions: readonly Extension[];
  readonly publicKeyInfo: Buffer;
  readonly subject: Buffer;
  readonly issuer: Pick<Certificate, 'extensions' | 'publicKeyInfo'>;
  /** Where the issuing CA publishes its CRL; undefined when it does not, or leaves the extension out. */
  readonly crlUri: string | undefined;
  readonly ocspUri: string | undefined;
}

/**
 * The extensions of a certificate: the template's own first, then what the CA's configuration adds, then passthrough from the
 * API, then from the CSR; the first source to name an extension wins.
 *
 * @see https://docs.aws.amazon.com/privateca/latest/userguide/template-order-of-operations.html
 */
export function composeExtensions(sources: ExtensionSources): readonly Extension[] {
  const { template, api, csrExtensions } = sources;
  const fixed = [...templateExtensions(sources), ...configuredExtensions(sources)];
  const fromApi = template.apiPassthrough && api?.Extensions ? passthroughExtensions(api.Extensions) : [];
  // The alternative names come from the CSR in every variety, even the base ones.
  const fromCsr = csrExtensions.filter(
    (extension) => extension.oid === oid.subjectAltName || (template.csrPassthrough && !issuerOnly.has(extension.oid)),
  );
  const chosen = new Map<string, Extension>();
  for (const extension of [...fixed, ...fromApi, ...fromCsr]) {
    if (!chosen.has(extension.oid)) chosen.set(extension.oid, extension);
  }
  return [...chosen.values()].map((extension) => criticalWhenAlone(extension, sources.subject));
}

/** What a requester cannot claim: these speak of the issuer, or grant what only a template may. */
const issuerOnly: ReadonlySet<string> = new Set([
  oid.authorityKeyIdentifier,
  oid.subjectKeyIdentifier,
  oid.basicConstraints,
]);

function templateExtensions({ template, issuer, publicKeyInfo }: ExtensionSources): readonly Extension[] {
  return [
    basicConstraints({
      isCa: template.kind !== 'end-entity',
      pathLength: template.pathLength,
      critical: template.basicConstraintsCritical,
    }),
    ...(template.authorityKeyIdentifier ? [authorityKeyIdentifier(issuer)] : []),
    subjectKeyIdentifier(publicKeyInfo),
    ...(template.keyUsage ? [keyUsage(template.keyUsage)] : []),
    ...(template.extendedKeyUsage
      ? [extendedKeyUsage(template.extendedKeyUsage.purposes, template.extendedKeyUsage.critical)]
      : []),
  ];
}

function configuredExtensions({ template, crlUri, ocspUri }: ExtensionSources): readonly Extension[] {
  // Nobody revokes a root by its own CRL.
  if (template.kind === 'root-ca') return [];
  return [
    ...(crlUri === undefined ? [] : [crlDistributionPoints(crlUri)]),
    ...(ocspUri === undefined ? [] : [authorityInfoAccess(ocspUri)]),
  ];
}

/** RFC 5280 section 4.2.1.6: with an empty subject the alternative names are all there is, and must be critical. */
function criticalWhenAlone(extension: Extension, subject: Buffer): Extension {
  return extension.oid === oid.subjectAltName && subject.equals(emptyName)
    ? { ...extension, critical: true }
    : extension;
}
