import { randomUUID } from 'node:crypto';
import {
  type ACMPCAClient,
  CreateCertificateAuthorityCommand,
  DescribeCertificateAuthorityCommand,
  GetCertificateAuthorityCsrCommand,
  GetCertificateCommand,
  ImportCertificateAuthorityCertificateCommand,
  IssueCertificateCommand,
} from '@aws-sdk/client-acm-pca';
import { ComponentError } from '../errors/harness-error.ts';
import { type CaKeyAlgorithm, type PlannedCa, signingAlgorithmFor } from './ca-plan.ts';
import { type NoteCreation, unnoted } from './creation.ts';
import { certificateIssued, csrCreated } from './pca-waiters.ts';
import { type RunInAws, runTags } from './tags.ts';
import { whilePropagating } from './while-propagating.ts';

/** A CA in AWS that is ACTIVE. */
export interface ActiveCa {
  /** Undefined for a CA above one that was there before the run: AWS shows its certificate, but not whose it is. */
  readonly arn?: string;
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
  /** Whether the run made them; what was there before is not removed. */
  readonly origin: 'created' | 'existing';
}

export interface CreateHierarchyOptions extends RunInAws {
  /** Noted in the tags, so that `clean` can tell a kept run from a killed one. */
  readonly runFolder?: string;
  readonly keyAlgorithm: CaKeyAlgorithm;
  readonly plan: readonly PlannedCa[];
  readonly signal: AbortSignal;
  readonly waitingFor: (what: string) => void;
  readonly note?: NoteCreation;
}

/** Creates the planned CAs and installs each one's certificate, as the guide's step 2 does in the console. */
export async function createHierarchy(pca: ACMPCAClient, options: CreateHierarchyOptions): Promise<CaHierarchy> {
  const cas: CreatedCa[] = [];
  for (const planned of options.plan) cas.push(await createCa(pca, planned, cas.at(-1), options));
  const issuing = cas.at(-1);
  if (!issuing) throw new Error('A hierarchy was planned without a single CA');
  return { cas, issuingCaArn: issuing.arn, origin: 'created' };
}

/** ARNs of a hierarchy's CAs, as far as AWS names them; root first. */
export const arnsOf = ({ cas }: CaHierarchy): readonly string[] => cas.flatMap(({ arn }) => arn ?? []);

type CreatedCa = ActiveCa & { readonly arn: string };

async function createCa(
  pca: ACMPCAClient,
  planned: PlannedCa,
  above: CreatedCa | undefined,
  options: CreateHierarchyOptions,
): Promise<CreatedCa> {
  const { signal, note = unnoted } = options;
  const abort = { abortSignal: signal };
  const known = <T>(call: () => Promise<T>) => whilePropagating('authority', call, { signal });
  signal.throwIfAborted();
  const signingAlgorithm = signingAlgorithmFor(options.keyAlgorithm);
  // Not cut short by an interrupt: its answer names what is to be removed again.
  const creation = new CreateCertificateAuthorityCommand({
    CertificateAuthorityType: planned.role === 'root' ? 'ROOT' : 'SUBORDINATE',
    CertificateAuthorityConfiguration: {
      KeyAlgorithm: options.keyAlgorithm,
      SigningAlgorithm: signingAlgorithm,
      Subject: { Country: 'US', Organization: 'Istio e2e', CommonName: planned.commonName },
    },
    // A try that is repeated because its answer was lost makes no second CA.
    IdempotencyToken: randomUUID(),
    Tags: runTags(options),
  });
  const arn = await note({ kind: 'certificate-authority' }, async () => {
    const { CertificateAuthorityArn } = await pca.send(creation);
    return present(CertificateAuthorityArn, 'CreateCertificateAuthority', 'CertificateAuthorityArn');
  });
  signal.throwIfAborted();

  options.waitingFor(`the certificate signing request of ${planned.commonName}`);
  const ca = { CertificateAuthorityArn: arn };
  await known(() => csrCreated(pca, ca, signal));
  const { Csr } = await known(() => pca.send(new GetCertificateAuthorityCsrCommand(ca), abort));

  options.waitingFor(`the certificate of ${planned.commonName}`);
  // A root signs itself; every other CA is signed by the one above it.
  const issuerArn = above?.arn ?? arn;
  const issuance = new IssueCertificateCommand({
    CertificateAuthorityArn: issuerArn,
    Csr: Buffer.from(present(Csr, 'GetCertificateAuthorityCsr', 'Csr')),
    SigningAlgorithm: signingAlgorithm,
    TemplateArn: planned.template,
    Validity: { Type: 'DAYS', Value: planned.validityDays },
  });
  const { CertificateArn } = await known(() => pca.send(issuance, abort));
  const certificate = { CertificateAuthorityArn: issuerArn, CertificateArn };
  await known(() => certificateIssued(pca, certificate, signal));
  const { Certificate, CertificateChain } = await known(() => pca.send(new GetCertificateCommand(certificate), abort));
  const certificatePem = present(Certificate, 'GetCertificate', 'Certificate');
  const installation = new ImportCertificateAuthorityCertificateCommand({
    ...ca,
    Certificate: Buffer.from(certificatePem),
    ...(planned.role === 'root'
      ? {}
      : { CertificateChain: Buffer.from(present(CertificateChain, 'GetCertificate', 'CertificateChain')) }),
  });
  await known(() => pca.send(installation, abort));
  return describeActive(pca, { arn, planned, certificatePem, signal });
}

async function describeActive(
  pca: ACMPCAClient,
  ca: {
    readonly arn: string;
    readonly planned: PlannedCa;
    readonly certificatePem: string;
    readonly signal: AbortSignal;
  },
): Promise<CreatedCa> {
  const { arn: CertificateAuthorityArn, signal } = ca;
  const description = new DescribeCertificateAuthorityCommand({ CertificateAuthorityArn });
  const described = await whilePropagating('authority', () => pca.send(description, { abortSignal: signal }), {
    signal,
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

function present<T>(value: T | undefined, operation: string, field: string): T {
  if (value === undefined) throw new ComponentError(`AWS answered ${operation} without ${field}`);
  return value;
}
