import type { CertificateAuthority } from '@aws-sdk/client-acm-pca';
import { type Certificate, isSelfIssued } from '../pki/certificate.ts';
import { formatAgeMs } from '../wait/duration.ts';

export interface JudgedCa {
  readonly authority: CertificateAuthority;
  /** Its certificate and those above it, root last; empty for a CA that is not ACTIVE. */
  readonly chain: readonly Certificate[];
  readonly istioCaDurationMs: number;
  readonly now: Date;
}

/** Keys that Envoy verifies; AWS has others, which no proxy of Istio's would accept in a chain. */
const keyAlgorithms = new Set(['RSA_2048', 'RSA_3072', 'RSA_4096', 'EC_prime256v1', 'EC_secp384r1']);

/** Everything for which a CA cannot sign Istio's; nothing when it can. */
export function unfitness(ca: JudgedCa): readonly string[] {
  const { Status, UsageMode } = ca.authority;
  const problems = [usageProblem(UsageMode), keyProblem(ca.authority)];
  if (Status !== 'ACTIVE')
    return [...problems, `it is ${Status ?? 'in no known state'}: expected ACTIVE`].filter(isSaid);
  return [...problems, pathLengthProblem(ca), validityProblem(ca), rootProblem(ca)].filter(isSaid);
}

const isSaid = (problem: string | undefined): problem is string => problem !== undefined;

/** @see https://docs.aws.amazon.com/privateca/latest/userguide/short-lived-certificates.html */
function usageProblem(usageMode: string | undefined): string | undefined {
  if (usageMode !== 'SHORT_LIVED_CERTIFICATE') return undefined;
  return "it is in short-lived mode: it issues for 7 days at most, and no CA certificates; the guide's CA for Istio is valid for 90 days and needs a general-purpose CA";
}

function keyProblem({ CertificateAuthorityConfiguration: configuration }: CertificateAuthority): string | undefined {
  const { KeyAlgorithm = 'unknown', SigningAlgorithm = 'unknown' } = configuration ?? {};
  const fits = keyAlgorithms.has(KeyAlgorithm) && /^SHA(256|384|512)WITH(RSA|ECDSA)$/.test(SigningAlgorithm);
  if (fits) return undefined;
  return `its key is ${KeyAlgorithm} and it signs by ${SigningAlgorithm}: expected one of ${[...keyAlgorithms].join(', ')}, with SHA-2 and RSA or ECDSA`;
}

/** RFC 5280 §4.2.1.9: how many CAs may follow below. */
function pathLengthProblem({ chain: [certificate] }: JudgedCa): string | undefined {
  const pathLength = certificate?.basicConstraints?.pathLength;
  if (pathLength === undefined || pathLength >= 1) return undefined;
  return 'its path length is 0: a CA cannot be created for Istio below it (guide, step 2); expected 1 or more, or none';
}

/** AWS issues nothing that outlives the CA which signs it. */
function validityProblem({ chain: [certificate], istioCaDurationMs, now }: JudgedCa): string | undefined {
  if (!certificate) return undefined;
  const leftMs = certificate.notAfter.getTime() - now.getTime();
  if (leftMs >= istioCaDurationMs) return undefined;
  return `it ends on ${certificate.notAfter.toISOString()}: Istio's CA is asked for ${formatAgeMs(istioCaDurationMs)}, and cannot outlive it (--istio-ca-duration)`;
}

function rootProblem({ chain }: JudgedCa): string | undefined {
  const root = chain.at(-1);
  if (root && isSelfIssued(root)) return undefined;
  return `AWS shows a chain of ${chain.length} certificates without a root: Istio needs the root, to trust it`;
}
