import {
  DescribeCertificateAuthorityCommand,
  GetCertificateCommand,
  IssueCertificateCommand,
  ListCertificateAuthoritiesCommand,
  RevokeCertificateCommand,
} from '@aws-sdk/client-acm-pca';
import { AssumeRoleWithWebIdentityCommand, GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import type { AwsAccount } from '../../aws/aws-account.ts';
import { awsClients } from '../../aws/aws-clients.ts';
import type { IssuerRole } from '../../aws/issuer-role.ts';
import type { Check } from '../../pki/check.ts';
import { checked } from '../checks.ts';

export interface RoleCheckOptions {
  readonly account: AwsAccount;
  readonly role: IssuerRole;
  readonly issuingCaArn: string;
  /** A token of the issuer's own service account. */
  readonly token: string;
  readonly signal: AbortSignal;
}

/**
 * Proves step 3: the service account's own token assumes the role, and the role's policy allows exactly what the
 * issuer calls. An allowed call may well be refused for what it asks (an unknown certificate, a broken request); what
 * counts is whether it is refused as unauthorised.
 */
export async function checkIssuerRole(options: RoleCheckOptions): Promise<readonly Check[]> {
  const { account, role, issuingCaArn, token, signal } = options;
  const abort = { abortSignal: signal };
  const { Credentials } = await awsClients(account).sts.send(
    new AssumeRoleWithWebIdentityCommand({
      RoleArn: role.roleArn,
      RoleSessionName: 'pca-e2e',
      WebIdentityToken: token,
    }),
    abort,
  );
  const { acmPca, sts } = awsClients(account, {
    accessKeyId: Credentials?.AccessKeyId ?? '',
    secretAccessKey: Credentials?.SecretAccessKey ?? '',
    sessionToken: Credentials?.SessionToken ?? '',
  });
  const identity = await sts.send(new GetCallerIdentityCommand({}), abort);

  const ca = { CertificateAuthorityArn: issuingCaArn };
  const unknownCertificate = `${issuingCaArn}/certificate/${'0'.repeat(32)}`;
  const calls = {
    DescribeCertificateAuthority: () => acmPca.send(new DescribeCertificateAuthorityCommand(ca), abort),
    GetCertificate: () => acmPca.send(new GetCertificateCommand({ ...ca, CertificateArn: unknownCertificate }), abort),
    IssueCertificate: () => acmPca.send(new IssueCertificateCommand({ ...ca, ...unusableRequest }), abort),
    ListCertificateAuthorities: () => acmPca.send(new ListCertificateAuthoritiesCommand({}), abort),
    RevokeCertificate: () => acmPca.send(new RevokeCertificateCommand({ ...ca, ...unknownRevocation }), abort),
  };
  const authorised: string[] = [];
  for (const [operation, call] of Object.entries(calls)) if (await isAuthorised(call)) authorised.push(operation);

  const expected = ['DescribeCertificateAuthority', 'GetCertificate', 'IssueCertificate'];
  return [
    checked(identity.Arn?.includes(`:assumed-role/${role.roleName}/`) === true, {
      id: 'iam-role-assumed',
      title: "The service account's own token assumes the role",
      expected: `an assumed-role session of ${role.roleName}`,
      observed: identity.Arn ?? 'no identity',
    }),
    checked(authorised.join() === expected.join(), {
      id: 'iam-role-policy',
      title: 'The policy allows exactly what the issuer calls',
      expected: `authorised: ${expected.join(', ')}; refused: ListCertificateAuthorities, RevokeCertificate`,
      observed: `authorised: ${authorised.join(', ') || 'nothing'}`,
    }),
  ];
}

/** Passes authorisation, and is then refused: nothing is issued for it. */
const unusableRequest = {
  Csr: Buffer.from('not a certificate signing request'),
  SigningAlgorithm: 'SHA256WITHRSA',
  Validity: { Type: 'DAYS', Value: 1 },
} as const;

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
    if (name === 'AccessDeniedException') return false;
    if (refusals.has(name)) return true;
    throw error;
  }
}
