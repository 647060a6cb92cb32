import type { KeyAlgorithm, SigningAlgorithm } from '@aws-sdk/client-acm-pca';
import { UsageError } from '../errors/harness-error.ts';

/** One CA of a hierarchy before it exists. */
export interface PlannedCa {
  readonly role: 'root' | 'subordinate';
  readonly commonName: string;
  /** Undefined for a root, which AWS issues without a path length. */
  readonly pathLength?: number;
  readonly template: string;
  readonly validityDays: number;
}

export interface CaPlanOptions {
  /** CAs in AWS, root included. */
  readonly depth: number;
  /** Path length of the last one, which signs the CA for Istio. */
  readonly issuingPathLength: number;
  /** Of the account they are made in: templates are named by its ARNs. @defaultValue aws */
  readonly partition?: string;
}

/** Levels of a hierarchy in AWS Private CA. @see https://docs.aws.amazon.com/privateca/latest/userguide/ca-hierarchy.html */
const maxDepth = 5;
/** AWS has templates for path lengths 0 to 3. @see https://docs.aws.amazon.com/privateca/latest/userguide/template-definitions.html */
const maxPathLength = 3;
const rootValidityDays = 3_650;
/** Each level is valid for less long than the one above, so that no CA outlives its issuer. */
const validityStepDays = 365;

/**
 * The CAs to create, root first: the guide's root and subordinate CA for a depth of two.
 *
 * @throws UsageError for a depth or path length that cannot carry a CA for Istio, with the guide's reason.
 */
export function planCas({ depth, issuingPathLength, partition = 'aws' }: CaPlanOptions): readonly PlannedCa[] {
  if (!Number.isInteger(depth) || depth < 2 || depth > maxDepth - 1) {
    throw new UsageError(`A hierarchy of ${depth} CAs cannot carry Istio's: expected 2 to ${maxDepth - 1}`, {
      remedy: `Give --ca-depth a number from 2 to ${maxDepth - 1}: AWS allows ${maxDepth} levels, and Istio's own CA is the last of them.`,
    });
  }
  if (issuingPathLength === 0) {
    throw new UsageError('path length 0: a CA cannot be created for Istio', {
      remedy:
        "The subordinate CA signs another CA, Istio's, so its own path length must be 1 or more (guide, step 2; RFC 5280 §4.2.1.9). Leave --path-length out, or give it at least 1.",
    });
  }
  const highestPathLength = issuingPathLength + depth - 2;
  if (!Number.isInteger(issuingPathLength) || issuingPathLength < 0 || highestPathLength > maxPathLength) {
    throw new UsageError(
      `Path length ${issuingPathLength} under ${depth} CAs needs path length ${highestPathLength} at the top: AWS issues 0 to ${maxPathLength}`,
      { remedy: 'Give a smaller --path-length or --ca-depth.' },
    );
  }
  return Array.from({ length: depth }, (_, level) => plannedCa(level, depth, issuingPathLength, partition));
}

function plannedCa(level: number, depth: number, issuingPathLength: number, partition: string): PlannedCa {
  const validityDays = rootValidityDays - level * validityStepDays;
  const template = (name: string) => `arn:${partition}:acm-pca:::template/${name}/V1`;
  if (level === 0)
    return { role: 'root', commonName: 'Istio e2e Root CA', template: template('RootCACertificate'), validityDays };
  const pathLength = issuingPathLength + depth - 1 - level;
  return {
    role: 'subordinate',
    commonName: depth === 2 ? 'Istio e2e Subordinate CA' : `Istio e2e Subordinate CA ${level}`,
    pathLength,
    template: template(`SubordinateCACertificate_PathLen${pathLength}`),
    validityDays,
  };
}

/** Key algorithms of CAs, each with the signing algorithm that goes with it. */
const signingAlgorithmOf = {
  RSA_2048: 'SHA256WITHRSA',
  RSA_4096: 'SHA256WITHRSA',
  EC_prime256v1: 'SHA256WITHECDSA',
  EC_secp384r1: 'SHA384WITHECDSA',
} as const satisfies Partial<Record<KeyAlgorithm, SigningAlgorithm>>;

export type CaKeyAlgorithm = keyof typeof signingAlgorithmOf;

/** Every key algorithm that a CA of the hierarchy can have. */
export const caKeyAlgorithms = Object.keys(signingAlgorithmOf) as readonly CaKeyAlgorithm[];

/** The signing algorithm for a CA's key; AWS wants the family to match the key's. */
export const signingAlgorithmFor = (keyAlgorithm: CaKeyAlgorithm): SigningAlgorithm => signingAlgorithmOf[keyAlgorithm];
