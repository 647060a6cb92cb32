import type { KeyUsage } from '../x509/standard-extensions.ts';
import { purposeOids } from './purposes.ts';
import type { Template } from './template.ts';

/**
 * AWS's 61 templates, as families times varieties.
 *
 * @see https://docs.aws.amazon.com/privateca/latest/userguide/template-definitions.html for each definition
 * @see https://docs.aws.amazon.com/privateca/latest/userguide/template-varieties.html for what the varieties mean
 */
export function allTemplates(): readonly Template[] {
  return [...templates.values()];
}

/** @param name - As in the ARN: `SubordinateCACertificate_PathLen1`. */
export function findTemplate(name: string): Template | undefined {
  return templates.get(name);
}

type Family = Omit<Template, 'apiPassthrough' | 'csrPassthrough'>;
type Variety = Pick<Template, 'apiPassthrough' | 'csrPassthrough'> & { readonly suffix: string };

const base: Variety = { suffix: '', apiPassthrough: false, csrPassthrough: false };
const api: Variety = { suffix: '_APIPassthrough', apiPassthrough: true, csrPassthrough: false };
const csr: Variety = { suffix: '_CSRPassthrough', apiPassthrough: false, csrPassthrough: true };
const apiAndCsr: Variety = { suffix: '_APICSRPassthrough', apiPassthrough: true, csrPassthrough: true };

const endEntityUsage: KeyUsage = { DigitalSignature: true, KeyEncipherment: true };
const signatureOnly: KeyUsage = { DigitalSignature: true };
const authorityUsage: KeyUsage = { DigitalSignature: true, KeyCertSign: true, CRLSign: true };

const endEntity = (
  name: string,
  keyUsage: KeyUsage | undefined,
  extendedKeyUsage: Template['extendedKeyUsage'],
  basicConstraintsCritical = false,
): Family => ({
  name,
  kind: 'end-entity',
  pathLength: undefined,
  basicConstraintsCritical,
  keyUsage,
  extendedKeyUsage,
  authorityKeyIdentifier: true,
});

const authority = (
  name: string,
  kind: 'subordinate-ca' | 'root-ca',
  pathLength: number | undefined,
  blank: boolean,
): Family => ({
  name,
  kind,
  pathLength,
  basicConstraintsCritical: true,
  extendedKeyUsage: undefined,
  keyUsage: blank ? undefined : authorityUsage,
  authorityKeyIdentifier: kind === 'subordinate-ca',
});

const purposes = (critical: boolean, ...oids: readonly string[]) => ({ purposes: oids, critical });
const { SERVER_AUTH, CLIENT_AUTH, CODE_SIGNING, OCSP_SIGNING } = purposeOids;

/** AWS defines path lengths 0 to 3: with the root that makes the five levels a hierarchy may have. */
const pathLengths = [0, 1, 2, 3] as const;

const families: readonly (readonly [Family, readonly Variety[]])[] = [
  [
    endEntity('EndEntityCertificate', endEntityUsage, purposes(false, SERVER_AUTH, CLIENT_AUTH)),
    [base, api, csr, apiAndCsr],
  ],
  [
    endEntity('EndEntityClientAuthCertificate', endEntityUsage, purposes(false, CLIENT_AUTH)),
    [base, api, csr, apiAndCsr],
  ],
  [
    endEntity('EndEntityServerAuthCertificate', endEntityUsage, purposes(false, SERVER_AUTH)),
    [base, api, csr, apiAndCsr],
  ],
  [endEntity('CodeSigningCertificate', signatureOnly, purposes(true, CODE_SIGNING)), [base, api, csr, apiAndCsr]],
  [endEntity('OCSPSigningCertificate', signatureOnly, purposes(true, OCSP_SIGNING)), [base, api, csr, apiAndCsr]],
  [endEntity('BlankEndEntityCertificate', undefined, undefined), [api, csr, apiAndCsr]],
  [endEntity('BlankEndEntityCertificate_CriticalBasicConstraints', undefined, undefined, true), [api, csr, apiAndCsr]],
  [authority('RootCACertificate', 'root-ca', undefined, false), [base, api]],
  [authority('BlankRootCACertificate', 'root-ca', undefined, true), [api]],
  ...pathLengths.flatMap((length): readonly (readonly [Family, readonly Variety[]])[] => [
    [authority(`BlankRootCACertificate_PathLen${length}`, 'root-ca', length, true), [api]],
    [
      authority(`SubordinateCACertificate_PathLen${length}`, 'subordinate-ca', length, false),
      [base, api, csr, apiAndCsr],
    ],
    [
      authority(`BlankSubordinateCACertificate_PathLen${length}`, 'subordinate-ca', length, true),
      [api, csr, apiAndCsr],
    ],
  ]),
];

const templates: ReadonlyMap<string, Template> = new Map(
  families.flatMap(([family, varieties]) =>
    varieties.map(({ suffix, ...passthrough }): [string, Template] => [
      family.name + suffix,
      { ...family, ...passthrough, name: family.name + suffix },
    ]),
  ),
);
