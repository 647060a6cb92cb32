import {
  type ACMPCAClient,
  DescribeCertificateAuthorityCommand,
  GetCertificateCommand,
  IssueCertificateCommand,
  ListCertificateAuthoritiesCommand,
  RevokeCertificateCommand,
} from '@aws-sdk/client-acm-pca';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import type { AwsAccount } from '../../aws/aws-account.ts';
import { awsClients } from '../../aws/aws-clients.ts';
import type { IssuerRole } from '../../aws/issuer-role.ts';
import { openIssuerSession } from '../../aws/issuer-session.ts';
import type { Check } from '../../pki/check.ts';
import { done, notYet, pollUntil } from '../../wait/poll-until.ts';
import { checked } from '../checks.ts';

export interface RoleCheckOptions {
  readonly account: AwsAccount;
  readonly role: IssuerRole;
  readonly issuingCaArn: string;
  /** A token of the issuer's own service account; undefined where the run opens the role's sessions for it. */
  readonly token: string | undefined;
  readonly signal: AbortSignal;
}

/**
 * Proves step 3: the role is assumed as the issuer will have it, and its policy allows exactly what the issuer calls.
 * An allowed call may well be refused for what it asks (an unknown certificate, a broken request); what counts is
 * whether it is refused as unauthorised.
 */
export async function checkIssuerRole(options: RoleCheckOptions): Promise<readonly Check[]> {
  const { account, role, issuingCaArn: caArn, token, signal } = options;
  const session = await openIssuerSession({ account, role, caArn, token, signal });
  const { acmPca, sts } = awsClients(account, session);
  const identity = await sts.send(new GetCallerIdentityCommand({}), { abortSignal: signal });
  const authorised = await authorisedCalls(acmPca, options);
  return [
    checked(identity.Arn?.includes(`:assumed-role/${role.roleName}/`) === true, {
      id: 'iam-role-assumed',
      title:
        token === undefined
          ? 'A session of the role is opened for the issuer'
          : "The service account's own token assumes the role",
      expected: `an assumed-role session of ${role.roleName}`,
      observed: identity.Arn ?? 'no identity',
    }),
    checked(isExact(authorised), {
      id: 'iam-role-policy',
      title: 'The policy allows exactly what the issuer calls',
      expected: `authorised: ${neededCalls.join(', ')}; refused: ListCertificateAuthorities, RevokeCertificate`,
      observed: `authorised: ${authorised.join(', ') || 'nothing'}`,
    }),
  ];
}

/** What the role is tried with: what it needs, and what it must not have. */
export const checkedCalls = [
  'DescribeCertificateAuthority',
  'GetCertificate',
  'IssueCertificate',
  'ListCertificateAuthorities',
  'RevokeCertificate',
] as const;

const neededCalls = ['DescribeCertificateAuthority', 'GetCertificate', 'IssueCertificate'];
const isExact = (authorised: readonly string[]) => authorised.join() === neededCalls.join();

/** AWS itself hands a new policy on to all its parts within seconds; the mocked one knows it at once. */
const settleTimeoutMs = { mock: 0, real: 60_000 } as const;
const settleIntervalMs = 2_000;

/** What the session may call, once that is what it should be, or when it has had time enough to become it. */
async function authorisedCalls(acmPca: ACMPCAClient, options: RoleCheckOptions): Promise<readonly string[]> {
  const calls = callsOn(acmPca, options);
  const deadlineMs = Date.now() + settleTimeoutMs[options.account.kind];
  return pollUntil(
    async () => {
      const authorised: string[] = [];
      for (const operation of checkedCalls) if (await isAuthorised(calls[operation])) authorised.push(operation);
      return isExact(authorised) || Date.now() >= deadlineMs ? done(authorised) : notYet(authorised.join(', '));
    },
    {
      waitingFor: "the role's policy to be in force",
      // The look above ends the wait, so that what was seen becomes a failed check instead of a timeout.
      timeoutMs: Number.MAX_SAFE_INTEGER,
      intervalMs: settleIntervalMs,
      signal: options.signal,
    },
  );
}

function callsOn(
  acmPca: ACMPCAClient,
  { account, issuingCaArn, signal }: RoleCheckOptions,
): Readonly<Record<(typeof checkedCalls)[number], () => Promise<unknown>>> {
  const abort = { abortSignal: signal };
  const ca = { CertificateAuthorityArn: issuingCaArn };
  const unknownCertificate = `${issuingCaArn}/certificate/${'0'.repeat(32)}`;
  // The template that Istio's CA is issued by: the owner of a shared CA may allow that one alone.
  const TemplateArn = `arn:${account.partition}:acm-pca:::template/SubordinateCACertificate_PathLen0/V1`;
  return {
    DescribeCertificateAuthority: () => acmPca.send(new DescribeCertificateAuthorityCommand(ca), abort),
    GetCertificate: () => acmPca.send(new GetCertificateCommand({ ...ca, CertificateArn: unknownCertificate }), abort),
    IssueCertificate: () => acmPca.send(new IssueCertificateCommand({ ...ca, ...unusableRequest, TemplateArn }), abort),
    ListCertificateAuthorities: () => acmPca.send(new ListCertificateAuthoritiesCommand({}), abort),
    RevokeCertificate: () => acmPca.send(new RevokeCertificateCommand({ ...ca, ...unknownRevocation }), abort),
  };
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
