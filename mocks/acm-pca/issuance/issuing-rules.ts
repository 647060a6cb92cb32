import { invalidArgs, validation } from '../errors.ts';
import type { Template } from '../templates/template.ts';
import { basicConstraintsOf, type Certificate } from '../x509/certificate.ts';

/** A root and four CAs below it. */
export const maximumHierarchyDepth = 5;

/** Counted from issuance: the customary hour before it does not matter. */
export const shortLivedMaximumMs = 7 * 24 * 60 * 60 * 1000;

export interface IssuingAuthority {
  readonly certificate: Certificate;
  /** From the CA's issuer up to the root; empty for a root. */
  readonly chain: readonly Certificate[];
  readonly shortLived: boolean;
}

/**
 * What a CA may not sign, whatever the template says.
 *
 * @see https://docs.aws.amazon.com/privateca/latest/userguide/ca-hierarchy.html for depth and path length
 * @see https://docs.aws.amazon.com/privateca/latest/userguide/RFC-compliance.html for the validity
 * @see https://docs.aws.amazon.com/privateca/latest/userguide/short-lived-certificates.html
 * @throws ValidationException, or InvalidArgsException where the template cannot be used by any such CA.
 */
export function checkMayIssue(
  authority: IssuingAuthority,
  template: Template,
  notAfterMs: number,
  nowMs: number,
): void {
  if (notAfterMs > authority.certificate.notAfterMs) {
    throw validation('The requested validity ends after the validity of the issuing certificate authority.');
  }
  if (authority.shortLived && notAfterMs - nowMs > shortLivedMaximumMs) {
    throw validation('A certificate authority in short-lived certificate mode issues for seven days at most.');
  }
  if (template.kind === 'subordinate-ca') checkMayIssueAuthority(authority, template.pathLength ?? 0);
}

function checkMayIssueAuthority(authority: IssuingAuthority, requestedPathLength: number): void {
  if (authority.shortLived) {
    throw invalidArgs(
      'A certificate authority in short-lived certificate mode cannot issue certificates for other CAs.',
    );
  }
  const allowed = basicConstraintsOf(authority.certificate)?.pathLength;
  if (allowed !== undefined && requestedPathLength >= allowed) {
    throw validation(
      `The requested path length ${requestedPathLength} is not below the path length ${allowed} of the issuing certificate authority.`,
    );
  }
  if (authority.chain.length + 2 > maximumHierarchyDepth) {
    throw validation(`A hierarchy has at most ${maximumHierarchyDepth} levels of certificate authorities.`);
  }
}
