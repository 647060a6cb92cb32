import type { KeyUsage } from '../x509/standard-extensions.ts';

export type TemplateKind = 'end-entity' | 'subordinate-ca' | 'root-ca';

/**
 * One of AWS's certificate templates: which extensions it fixes, and from where the others may come.
 *
 * @see https://docs.aws.amazon.com/privateca/latest/userguide/template-definitions.html
 */
export interface Template {
  /** The part of the ARN between `template/` and `/V1`. */
  readonly name: string;
  readonly kind: TemplateKind;
  /** How many CAs may stand below the issued one; undefined for root templates without a limit and for end entities. */
  readonly pathLength: number | undefined;
  readonly basicConstraintsCritical: boolean;
  /** Undefined on blank templates: key usage then comes from passthrough alone. */
  readonly keyUsage: KeyUsage | undefined;
  readonly extendedKeyUsage: { readonly purposes: readonly string[]; readonly critical: boolean } | undefined;
  /** Root certificates name no authority key: they are their own. */
  readonly authorityKeyIdentifier: boolean;
  readonly apiPassthrough: boolean;
  readonly csrPassthrough: boolean;
}
