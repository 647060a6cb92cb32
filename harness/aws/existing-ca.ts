import {
  type ACMPCAClient,
  type CertificateAuthority,
  DescribeCertificateAuthorityCommand,
  GetCertificateAuthorityCertificateCommand,
} from '@aws-sdk/client-acm-pca';
import { UsageError } from '../errors/harness-error.ts';
import { type Certificate, isSelfIssued } from '../pki/certificate.ts';
import { parsePemBundle } from '../pki/pem-bundle.ts';
import type { CaHierarchy } from './ca-hierarchy.ts';
import { unfitness } from './existing-ca-rules.ts';
import { missingShare } from './shared-ca.ts';

export interface ExistingCaOptions {
  readonly arn: string;
  /** The account that the run works in; the CA may be another's. */
  readonly accountId: string;
  readonly partition: string;
  readonly region: string;
  /** How long Istio's CA is to be valid, in ms. */
  readonly istioCaDurationMs: number;
  readonly now: Date;
  readonly signal: AbortSignal;
}

/**
 * The guide's alternative to step 2: a CA that is there already signs Istio's. Looked at before anything is made, and
 * never changed.
 *
 * @throws UsageError naming everything for which it cannot sign Istio's CA, or what its owner has not shared.
 */
export async function existingHierarchy(pca: ACMPCAClient, options: ExistingCaOptions): Promise<CaHierarchy> {
  const { arn, signal } = options;
  const request = { CertificateAuthorityArn: arn };
  const abort = { abortSignal: signal };
  const authority = await sharedAs(options, async () => {
    const described = await pca.send(new DescribeCertificateAuthorityCommand(request), abort);
    return described.CertificateAuthority ?? {};
  });
  // A CA that is not ACTIVE has no certificate to be asked for.
  const chain = authority.Status === 'ACTIVE' ? await chainOf(pca, options) : [];
  refuseUnfit(authority, chain, options);
  const cas = chain.toReversed();
  return {
    cas: cas.map((certificate, level) => ({
      ...(level === cas.length - 1 ? { arn } : {}),
      role: isSelfIssued(certificate) ? 'root' : 'subordinate',
      certificatePem: certificate.pem,
      serial: level === cas.length - 1 ? (authority.Serial ?? '') : certificate.serialHex,
      ...pathLengthOf(certificate),
    })),
    issuingCaArn: arn,
    origin: 'existing',
  };
}

/** The CA's certificate, and those above it up to the root. */
async function chainOf(pca: ACMPCAClient, options: ExistingCaOptions): Promise<readonly Certificate[]> {
  const request = new GetCertificateAuthorityCertificateCommand({ CertificateAuthorityArn: options.arn });
  const { Certificate = '', CertificateChain = '' } = await sharedAs(options, () =>
    pca.send(request, { abortSignal: options.signal }),
  );
  return parsePemBundle(`${Certificate}\n${CertificateChain}`);
}

function refuseUnfit(authority: CertificateAuthority, chain: readonly Certificate[], options: ExistingCaOptions): void {
  const problems = unfitness({ authority, chain, istioCaDurationMs: options.istioCaDurationMs, now: options.now });
  if (problems.length === 0) return;
  throw new UsageError([`${options.arn} cannot sign Istio's CA:`, ...problems].join('\n  '), {
    remedy: 'Give another CA with --issuing-ca, or leave it out: then the run creates the hierarchy of the guide.',
  });
}

const pathLengthOf = ({ basicConstraints }: Certificate) =>
  basicConstraints?.pathLength === undefined ? {} : { pathLength: basicConstraints.pathLength };

/** A refusal is the owner's matter when the CA is another account's: what is missing is in its policy. */
async function sharedAs<T>(options: ExistingCaOptions, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw missingShare(error, options) ?? error;
  }
}
