import { readSecret, type SecretData } from '../kubernetes/secrets.ts';
import { Issuance, secretName } from './issuance.ts';
import type { LiveSetUp } from './live-set-up.ts';
import type { SetUpKind } from './set-up-kind.ts';

/**
 * Has a CA in AWS issue a CA for Istio, and returns what the issuer stored: `tls.crt`, `tls.key` and `ca.crt`, for those
 * who fill `cacerts` by hand.
 *
 * @param arn - The CA in AWS; by default that of the set-up.
 */
export async function issueIstioCa(setUp: LiveSetUp<SetUpKind>, arn?: string): Promise<SecretData> {
  const issuance = new Issuance(setUp, await setUp.createNamespace('issued'));
  await issuance.applyIssuer(arn === undefined ? {} : { arn });
  await issuance.applyCertificate();
  await issuance.certificateReady();
  return readSecret(setUp.kubernetes, issuance.namespace, secretName);
}
