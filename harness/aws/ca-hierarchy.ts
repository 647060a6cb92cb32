import {
  type ACMPCAClient,
  CreateCertificateAuthorityCommand,
  DeleteCertificateAuthorityCommand,
  DescribeCertificateAuthorityCommand,
  GetCertificateAuthorityCsrCommand,
  GetCertificateCommand,
  ImportCertificateAuthorityCertificateCommand,
  IssueCertificateCommand,
  UpdateCertificateAuthorityCommand,
  waitUntilCertificateAuthorityCSRCreated,
  waitUntilCertificateIssued,
} from '@aws-sdk/client-acm-pca';
import { ComponentError } from '../errors/harness-error.ts';
import { type CaKeyAlgorithm, type PlannedCa, signingAlgorithmFor } from './ca-plan.ts';
import { runTags } from './tags.ts';

/** A CA in AWS that is ACTIVE. */
export interface ActiveCa {
  readonly arn: string;
  readonly role: 'root' | 'subordinate';
  readonly certificatePem: string;
  /** Serial as AWS reports it in `DescribeCertificateAuthority`. */
  readonly serial: string;
  /** From the CA certificate's basic constraints, as planned; undefined means unconstrained. */
  readonly pathLength?: number;
}

/** The CAs of a run, root first; the last one signs the CA for Istio. */
export interface CaHierarchy {
  readonly cas: readonly ActiveCa[];
  /** ARN of the CA that signs Istio's: what the guide calls ISTIO_CA_ARN. */
  readonly issuingCaArn: string;
}

export interface CreateHierarchyOptions {
  readonly runId: string;
  readonly keyAlgorithm: CaKeyAlgorithm;
  readonly plan: readonly PlannedCa[];
  readonly signal: AbortSignal;
  readonly waitingFor: (what: string) => void;
}

/** Bounds of the SDK's own waiters, in seconds. One second is the least that they take. */
const waiterBounds = { minDelay: 1, maxDelay: 3, maxWaitTime: 180 };

/** Creates the planned CAs and installs each one's certificate, as the guide's step 2 does in the console. */
export async function createHierarchy(pca: ACMPCAClient, options: CreateHierarchyOptions): Promise<CaHierarchy> {
  const cas: ActiveCa[] = [];
  for (const planned of options.plan) cas.push(await createCa(pca, planned, cas, options));
  const issuing = cas.at(-1);
  if (!issuing) throw new Error('A hierarchy was planned without a single CA');
  return { cas, issuingCaArn: issuing.arn };
}

async function createCa(
  pca: ACMPCAClient,
  planned: PlannedCa,
  above: readonly ActiveCa[],
  options: CreateHierarchyOptions,
): Promise<ActiveCa> {
  const abort = { abortSignal: options.signal };
  const signingAlgorithm = signingAlgorithmFor(options.keyAlgorithm);
  const created = await pca.send(
    new CreateCertificateAuthorityCommand({
      CertificateAuthorityType: planned.role === 'root' ? 'ROOT' : 'SUBORDINATE',
      CertificateAuthorityConfiguration: {
        KeyAlgorithm: options.keyAlgorithm,
        SigningAlgorithm: signingAlgorithm,
        Subject: { Country: 'US', Organization: 'Istio e2e', CommonName: planned.commonName },
      },
      Tags: runTags(options.runId),
    }),
    abort,
  );
  const arn = present(created.CertificateAuthorityArn, 'CreateCertificateAuthority', 'CertificateAuthorityArn');

  options.waitingFor(`the certificate signing request of ${planned.commonName}`);
  const waiter = { client: pca, ...waiterBounds, abortSignal: options.signal };
  await waitUntilCertificateAuthorityCSRCreated(waiter, { CertificateAuthorityArn: arn });
  const { Csr } = await pca.send(new GetCertificateAuthorityCsrCommand({ CertificateAuthorityArn: arn }), abort);

  options.waitingFor(`the certificate of ${planned.commonName}`);
  // A root signs itself; every other CA is signed by the one above it.
  const issuerArn = above.at(-1)?.arn ?? arn;
  const issued = await pca.send(
    new IssueCertificateCommand({
      CertificateAuthorityArn: issuerArn,
      Csr: Buffer.from(present(Csr, 'GetCertificateAuthorityCsr', 'Csr')),
      SigningAlgorithm: signingAlgorithm,
      TemplateArn: planned.template,
      Validity: { Type: 'DAYS', Value: planned.validityDays },
    }),
    abort,
  );
  const certificate = { CertificateAuthorityArn: issuerArn, CertificateArn: issued.CertificateArn };
  await waitUntilCertificateIssued(waiter, certificate);
  const { Certificate, CertificateChain } = await pca.send(new GetCertificateCommand(certificate), abort);
  const certificatePem = present(Certificate, 'GetCertificate', 'Certificate');
  await pca.send(
    new ImportCertificateAuthorityCertificateCommand({
      CertificateAuthorityArn: arn,
      Certificate: Buffer.from(certificatePem),
      ...(planned.role === 'root'
        ? {}
        : { CertificateChain: Buffer.from(present(CertificateChain, 'GetCertificate', 'CertificateChain')) }),
    }),
    abort,
  );
  return describeActive(pca, { arn, planned, certificatePem, signal: options.signal });
}

async function describeActive(
  pca: ACMPCAClient,
  ca: {
    readonly arn: string;
    readonly planned: PlannedCa;
    readonly certificatePem: string;
    readonly signal: AbortSignal;
  },
): Promise<ActiveCa> {
  const described = await pca.send(new DescribeCertificateAuthorityCommand({ CertificateAuthorityArn: ca.arn }), {
    abortSignal: ca.signal,
  });
  const status = described.CertificateAuthority?.Status;
  if (status !== 'ACTIVE') {
    throw new ComponentError(
      `${ca.planned.commonName} (${ca.arn}) is ${status} after its certificate was installed: expected ACTIVE`,
    );
  }
  return {
    arn: ca.arn,
    role: ca.planned.role,
    certificatePem: ca.certificatePem,
    serial: present(described.CertificateAuthority?.Serial, 'DescribeCertificateAuthority', 'Serial'),
    ...(ca.planned.pathLength === undefined ? {} : { pathLength: ca.planned.pathLength }),
  };
}

/** Shortest restore window that AWS allows, in days. @see https://docs.aws.amazon.com/privateca/latest/APIReference/API_DeleteCertificateAuthority.html */
const restoreWindowDays = 7;

/** Disables and deletes the CAs, last one first: AWS deletes no ACTIVE CA. */
export async function deleteHierarchy(pca: ACMPCAClient, cas: readonly ActiveCa[], signal: AbortSignal): Promise<void> {
  for (const { arn } of cas.toReversed()) {
    await pca.send(new UpdateCertificateAuthorityCommand({ CertificateAuthorityArn: arn, Status: 'DISABLED' }), {
      abortSignal: signal,
    });
    await pca.send(
      new DeleteCertificateAuthorityCommand({
        CertificateAuthorityArn: arn,
        PermanentDeletionTimeInDays: restoreWindowDays,
      }),
      { abortSignal: signal },
    );
  }
}

function present<T>(value: T | undefined, operation: string, field: string): T {
  if (value === undefined) throw new ComponentError(`AWS answered ${operation} without ${field}`);
  return value;
}
