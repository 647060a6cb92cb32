import { UsageError } from '../errors/harness-error.ts';
import { parseArn } from './arn.ts';
import { deniedAction } from './denied-action.ts';

/**
 * What the account of the run needs on another account's CA: the issuer's three calls, and reading its certificate.
 * A resource policy of the CA or a share by AWS RAM gives it; the managed permission is the one that allows a CA
 * certificate to be issued.
 *
 * @see https://docs.aws.amazon.com/privateca/latest/userguide/pca-rbp.html
 * @see https://docs.aws.amazon.com/privateca/latest/userguide/pca-resource-sharing.html
 */
const neededActions = [
  'acm-pca:DescribeCertificateAuthority',
  'acm-pca:GetCertificateAuthorityCertificate',
  'acm-pca:GetCertificate',
  'acm-pca:IssueCertificate',
];
const managedPermission = 'AWSRAMSubordinateCACertificatePathLen0IssuanceCertificateAuthority';

/** A refusal of another account's CA as what its owner has to share; undefined for any other error. */
export function missingShare(
  error: unknown,
  { arn, accountId }: { readonly arn: string; readonly accountId: string },
): UsageError | undefined {
  const owner = parseArn(arn).accountId;
  const { name, message } = error as Error;
  // To an account that may not see it, AWS also says that there is no such CA.
  const refused = ['AccessDeniedException', 'ResourceNotFoundException'].includes(name);
  if (owner === accountId || !refused) return undefined;
  const missing = deniedAction(message) ?? 'every action on it';
  return new UsageError(`${arn} is account ${owner}'s, and is not shared with account ${accountId}: ${missing}`, {
    cause: error,
    remedy: `Its owner shares it by AWS RAM with the managed permission ${managedPermission}, or by a resource policy (\`aws acm-pca put-policy\`) that allows ${accountId} ${neededActions.join(', ')}; for IssueCertificate with the template SubordinateCACertificate_PathLen0/V1. A RAM share must be accepted in account ${accountId}.`,
  });
}
