import type { Answer, InProcessAws } from './in-process-aws.ts';

export interface AuthorityOptions {
  readonly commonName: string;
  readonly keyAlgorithm?: string;
  readonly signingAlgorithm?: string;
  readonly validity?: { readonly Type: string; readonly Value: number };
  readonly templateName?: string;
  readonly more?: object;
}

/** The output of a call that must have succeeded. */
export function succeeded(answer: Answer): Record<string, unknown> {
  if (answer.error !== undefined) throw new Error(`${answer.error}: ${String(answer.body['message'])}`);
  return answer.body;
}

/** CreateCertificateAuthority, and its CSR as soon as it is there. */
export async function createAuthority(aws: InProcessAws, type: 'ROOT' | 'SUBORDINATE', options: AuthorityOptions) {
  const created = await aws.pca('CreateCertificateAuthority', {
    CertificateAuthorityType: type,
    CertificateAuthorityConfiguration: {
      KeyAlgorithm: options.keyAlgorithm ?? 'EC_prime256v1',
      SigningAlgorithm: options.signingAlgorithm ?? 'SHA256WITHECDSA',
      Subject: { Organization: 'Example', CommonName: options.commonName },
    },
    ...options.more,
  });
  const arn = String(succeeded(created)['CertificateAuthorityArn']);
  return { arn, csr: await csrWhenReady(aws, arn) };
}

/** A CA's request, as soon as its key is made; the mock's creation delay must be over. */
export async function csrWhenReady(aws: InProcessAws, arn: string): Promise<string> {
  for (;;) {
    const answer = await aws.pca('GetCertificateAuthorityCsr', { CertificateAuthorityArn: arn });
    if (answer.error !== 'RequestInProgressException') return String(succeeded(answer)['Csr']);
    // The key is made on the thread pool: let its callback in.
    await new Promise((resolve) => setImmediate(resolve));
  }
}

export interface IssueOptions {
  readonly signingAlgorithm?: string;
  readonly templateName?: string;
  readonly validity?: { readonly Type: string; readonly Value: number };
  readonly more?: object;
}

export function issueInput(arn: string, csrPem: string, options: IssueOptions = {}): Record<string, unknown> {
  return {
    CertificateAuthorityArn: arn,
    Csr: Buffer.from(csrPem).toString('base64'),
    SigningAlgorithm: options.signingAlgorithm ?? 'SHA256WITHECDSA',
    Validity: options.validity ?? { Type: 'DAYS', Value: 30 },
    ...(options.templateName && { TemplateArn: `arn:aws:acm-pca:::template/${options.templateName}/V1` }),
    ...options.more,
  };
}

export const issue = (aws: InProcessAws, arn: string, csrPem: string, options: IssueOptions = {}): Promise<Answer> =>
  aws.pca('IssueCertificate', issueInput(arn, csrPem, options));

/** IssueCertificate and GetCertificate; the mock's issuance delay must be zero. */
export async function issueAndGet(aws: InProcessAws, arn: string, csrPem: string, options: IssueOptions = {}) {
  const certificateArn = succeeded(await issue(aws, arn, csrPem, options))['CertificateArn'];
  const got = await aws.pca('GetCertificate', { CertificateAuthorityArn: arn, CertificateArn: certificateArn });
  const { Certificate, CertificateChain } = succeeded(got);
  return {
    arn: String(certificateArn),
    certificate: String(Certificate),
    chain: CertificateChain === undefined ? '' : String(CertificateChain),
  };
}

/** A root CA that is ACTIVE. @returns its ARN */
export async function activeRoot(aws: InProcessAws, options: AuthorityOptions): Promise<string> {
  const { arn, csr } = await createAuthority(aws, 'ROOT', options);
  const own = await issueAndGet(aws, arn, csr, {
    ...(options.signingAlgorithm && { signingAlgorithm: options.signingAlgorithm }),
    templateName: options.templateName ?? 'RootCACertificate',
    validity: options.validity ?? { Type: 'YEARS', Value: 10 },
  });
  succeeded(await importCertificate(aws, arn, own.certificate));
  return arn;
}

/** A subordinate CA that is ACTIVE, below `parentArn`. @returns its ARN */
export async function activeSubordinate(
  aws: InProcessAws,
  parentArn: string,
  pathLength: number,
  options: AuthorityOptions & { readonly parentSigningAlgorithm?: string },
): Promise<string> {
  const { arn, csr } = await createAuthority(aws, 'SUBORDINATE', options);
  const signingAlgorithm = options.parentSigningAlgorithm ?? options.signingAlgorithm;
  const own = await issueAndGet(aws, parentArn, csr, {
    ...(signingAlgorithm && { signingAlgorithm }),
    templateName: options.templateName ?? `SubordinateCACertificate_PathLen${pathLength}`,
    validity: options.validity ?? { Type: 'YEARS', Value: 5 },
  });
  succeeded(await importCertificate(aws, arn, own.certificate, own.chain));
  return arn;
}

export function importCertificate(
  aws: InProcessAws,
  arn: string,
  certificate: string,
  chain?: string,
): Promise<Answer> {
  return aws.pca('ImportCertificateAuthorityCertificate', {
    CertificateAuthorityArn: arn,
    Certificate: Buffer.from(certificate).toString('base64'),
    ...(chain === undefined ? {} : { CertificateChain: Buffer.from(chain).toString('base64') }),
  });
}
