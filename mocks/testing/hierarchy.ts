import {
  type ACMPCAClient,
  CreateCertificateAuthorityCommand,
  type CreateCertificateAuthorityCommandInput,
  GetCertificateAuthorityCertificateCommand,
  GetCertificateAuthorityCsrCommand,
  GetCertificateCommand,
  ImportCertificateAuthorityCertificateCommand,
  IssueCertificateCommand,
  type IssueCertificateCommandInput,
  RequestInProgressException,
} from '@aws-sdk/client-acm-pca';

/** Asks until the answer is no longer that the request is in progress; the mock's own delays are what is waited for. */
export async function whenReady<Result>(ask: () => Promise<Result>): Promise<Result> {
  const deadlineMs = performance.now() + 10_000;
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof RequestInProgressException) || performance.now() > deadlineMs) throw error;
    }
  }
}

export interface IssuedPem {
  readonly certificate: string;
  readonly chain: string;
}

/** IssueCertificate and GetCertificate. */
export async function issueAndGet(pca: ACMPCAClient, input: IssueCertificateCommandInput): Promise<IssuedPem> {
  const { CertificateArn } = await pca.send(new IssueCertificateCommand(input));
  const { CertificateAuthorityArn } = input;
  const issued = await whenReady(() =>
    pca.send(new GetCertificateCommand({ CertificateAuthorityArn, CertificateArn })),
  );
  return { certificate: issued.Certificate ?? '', chain: issued.CertificateChain ?? '' };
}

const day = 'DAYS';

export interface CaOptions {
  readonly commonName: string;
  readonly keyAlgorithm?: string;
  readonly signingAlgorithm?: string;
  readonly validityDays?: number;
  readonly more?: Partial<CreateCertificateAuthorityCommandInput>;
}

/** Creates a root CA and installs its self-signed certificate, as the guide's step 2 does. @returns its ARN */
export async function createRoot(pca: ACMPCAClient, options: CaOptions): Promise<string> {
  const arn = await create(pca, 'ROOT', options);
  const { certificate } = await issueAndGet(pca, {
    CertificateAuthorityArn: arn,
    Csr: await csrOf(pca, arn),
    ...signing(options),
    TemplateArn: 'arn:aws:acm-pca:::template/RootCACertificate/V1',
    Validity: { Type: day, Value: options.validityDays ?? 3650 },
  });
  await pca.send(
    new ImportCertificateAuthorityCertificateCommand({
      CertificateAuthorityArn: arn,
      Certificate: Buffer.from(certificate),
    }),
  );
  return arn;
}

/** Creates a subordinate CA whose certificate `parentArn` signs. @returns its ARN */
export async function createSubordinate(
  pca: ACMPCAClient,
  parentArn: string,
  pathLength: number,
  options: CaOptions & { readonly parentSigningAlgorithm?: string },
): Promise<string> {
  const arn = await create(pca, 'SUBORDINATE', options);
  const { certificate, chain } = await issueAndGet(pca, {
    CertificateAuthorityArn: parentArn,
    Csr: await csrOf(pca, arn),
    ...signing({
      ...options,
      ...(options.parentSigningAlgorithm && { signingAlgorithm: options.parentSigningAlgorithm }),
    }),
    TemplateArn: `arn:aws:acm-pca:::template/SubordinateCACertificate_PathLen${pathLength}/V1`,
    Validity: { Type: day, Value: options.validityDays ?? 1825 },
  });
  await pca.send(
    new ImportCertificateAuthorityCertificateCommand({
      CertificateAuthorityArn: arn,
      Certificate: Buffer.from(certificate),
      CertificateChain: Buffer.from(chain),
    }),
  );
  return arn;
}

/** The CA's own certificate in PEM. */
export async function caCertificate(pca: ACMPCAClient, arn: string): Promise<string> {
  const { Certificate } = await pca.send(
    new GetCertificateAuthorityCertificateCommand({ CertificateAuthorityArn: arn }),
  );
  return Certificate ?? '';
}

async function create(pca: ACMPCAClient, type: 'ROOT' | 'SUBORDINATE', options: CaOptions): Promise<string> {
  const { CertificateAuthorityArn } = await pca.send(
    new CreateCertificateAuthorityCommand({
      CertificateAuthorityType: type,
      CertificateAuthorityConfiguration: {
        // The service model's newest algorithms are not in this SDK version's types; on the wire they are strings.
        KeyAlgorithm: (options.keyAlgorithm ?? 'RSA_2048') as 'RSA_2048',
        SigningAlgorithm: signing(options).SigningAlgorithm,
        Subject: { Organization: 'Example', CommonName: options.commonName },
      },
      ...options.more,
    }),
  );
  if (CertificateAuthorityArn === undefined) throw new Error('CreateCertificateAuthority returned no ARN.');
  return CertificateAuthorityArn;
}

export async function csrOf(pca: ACMPCAClient, arn: string): Promise<Buffer> {
  const { Csr } = await whenReady(() =>
    pca.send(new GetCertificateAuthorityCsrCommand({ CertificateAuthorityArn: arn })),
  );
  return Buffer.from(Csr ?? '');
}

const signing = ({ signingAlgorithm = 'SHA256WITHRSA' }: { readonly signingAlgorithm?: string }) => ({
  SigningAlgorithm: signingAlgorithm as 'SHA256WITHRSA',
});
