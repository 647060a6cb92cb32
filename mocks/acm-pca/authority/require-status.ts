import { invalidState } from '../errors.ts';
import type { AuthorityStatus, CertificateAuthority } from './certificate-authority.ts';

/** @throws InvalidStateException, which names the state, unless the CA is in one of `allowed`. */
export function requireStatus(
  authority: CertificateAuthority,
  allowed: readonly AuthorityStatus[],
  nowMs: number,
): void {
  const status = authority.status(nowMs);
  if (allowed.includes(status)) return;
  throw invalidState(
    `The certificate authority ${authority.identity.arn} is in the state ${status}; this request needs it in ${allowed.join(' or ')}.`,
  );
}
