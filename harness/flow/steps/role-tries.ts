import {
  DeleteCertificateAuthorityCommand,
  DescribeCertificateAuthorityCommand,
  GetCertificateCommand,
  IssueCertificateCommand,
  ListCertificateAuthoritiesCommand,
  RevokeCertificateCommand,
} from '@aws-sdk/client-acm-pca';
import { ListRolesCommand } from '@aws-sdk/client-iam';
import type { AwsAccount } from '../../aws/aws-account.ts';
import type { AwsClients } from '../../aws/aws-clients.ts';

interface TryOptions {
  readonly account: AwsAccount;
  readonly issuingCaArn: string;
  readonly signal: AbortSignal;
}

/** Calls by their names. */
type Tries = Readonly<Record<string, () => Promise<unknown>>>;

/** Calls of ACM PCA that the role is tried with: what it needs, and what it must not have. */
export const checkedCalls = [
  'DescribeCertificateAuthority',
  'GetCertificate',
  'IssueCertificate',
  'ListCertificateAuthorities',
  'RevokeCertificate',
  'DeleteCertificateAuthority',
] as const;

/** The call of IAM that it is tried with. */
export const checkedIamCall = 'ListRoles';

/** What is tried as the role. Where it is wrongly allowed it does no harm: it lists, or is about what does not exist. */
export function triesOf({ acmPca, iam }: AwsClients, { account, issuingCaArn, signal }: TryOptions): Tries {
  const abort = { abortSignal: signal };
  const ca = { CertificateAuthorityArn: issuingCaArn };
  const { partition, region, accountId } = account;
  const otherCa = {
    CertificateAuthorityArn: `arn:${partition}:acm-pca:${region}:${accountId}:certificate-authority/${unknownId}`,
  };
  const unknownCertificate = `${issuingCaArn}/certificate/${'0'.repeat(32)}`;
  // The template that Istio's CA is issued by: the owner of a shared CA may allow that one alone.
  const TemplateArn = `arn:${partition}:acm-pca:::template/SubordinateCACertificate_PathLen0/V1`;
  const calls: Readonly<Record<(typeof checkedCalls)[number], () => Promise<unknown>>> = {
    DescribeCertificateAuthority: () => acmPca.send(new DescribeCertificateAuthorityCommand(ca), abort),
    GetCertificate: () => acmPca.send(new GetCertificateCommand({ ...ca, CertificateArn: unknownCertificate }), abort),
    IssueCertificate: () => acmPca.send(new IssueCertificateCommand({ ...ca, ...unusableRequest, TemplateArn }), abort),
    ListCertificateAuthorities: () => acmPca.send(new ListCertificateAuthoritiesCommand({}), abort),
    RevokeCertificate: () => acmPca.send(new RevokeCertificateCommand({ ...ca, ...unknownRevocation }), abort),
    DeleteCertificateAuthority: () => acmPca.send(new DeleteCertificateAuthorityCommand(otherCa), abort),
  };
  return {
    ...calls,
    'DescribeCertificateAuthority of another CA': () =>
      acmPca.send(new DescribeCertificateAuthorityCommand(otherCa), abort),
    'iam:ListRoles': () => iam.send(new ListRolesCommand({ MaxItems: 1 }), abort),
  };
}

/** The names of those calls that are authorised. */
export async function authorisedAmong(tries: Tries): Promise<readonly string[]> {
  const authorised: string[] = [];
  for (const [name, call] of Object.entries(tries)) if (await isAuthorised(call)) authorised.push(name);
  return authorised;
}

/** Passes authorisation, and is then refused: nothing is issued for it. */
const unusableRequest = {
  Csr: Buffer.from('not a certificate signing request'),
  SigningAlgorithm: 'SHA256WITHRSA',
  Validity: { Type: 'DAYS', Value: 1 },
} as const;

const unknownId = '00000000-0000-0000-0000-000000000000';
const unknownRevocation = { CertificateSerial: '00'.repeat(16), RevocationReason: 'UNSPECIFIED' } as const;

/** Exceptions that say a call was authorised: it was refused for what it asked. */
const refusals = new Set([
  'ResourceNotFoundException',
  'MalformedCSRException',
  'ValidationException',
  'InvalidArgsException',
  'InvalidRequestException',
]);

async function isAuthorised(call: () => Promise<unknown>): Promise<boolean> {
  try {
    await call();
    return true;
  } catch (error) {
    const name = error instanceof Error ? error.name : '';
    // ACM PCA's name for it, and IAM's.
    if (name === 'AccessDeniedException' || name === 'AccessDenied') return false;
    if (refusals.has(name)) return true;
    throw error;
  }
}
