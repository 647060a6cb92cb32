import type { PolicyDocument } from './policy/policy-document.ts';

/** A policy with the text that its author wrote and the form that is evaluated. */
export interface StoredPolicy {
  readonly text: string;
  readonly document: PolicyDocument;
}

export interface PolicyVersion extends StoredPolicy {
  readonly id: string;
  readonly createdAtMs: number;
}

export interface ManagedPolicy {
  readonly arn: string;
  readonly id: string;
  readonly name: string;
  readonly path: string;
  readonly description: string | undefined;
  readonly createdAtMs: number;
  readonly tags: Map<string, string>;
  readonly versions: Map<string, PolicyVersion>;
  defaultVersionId: string;
  nextVersion: number;
  updatedAtMs: number;
}

/** What users and roles share: policies of their own, attached policies, a boundary, tags. */
export interface PolicyHolder {
  readonly arn: string;
  readonly id: string;
  readonly name: string;
  readonly path: string;
  readonly createdAtMs: number;
  readonly tags: Map<string, string>;
  readonly inlinePolicies: Map<string, StoredPolicy>;
  readonly attachedPolicyArns: Set<string>;
  boundaryArn: string | undefined;
}

export interface Role extends PolicyHolder {
  description: string | undefined;
  maxSessionSeconds: number;
  trust: StoredPolicy;
}

export type User = PolicyHolder;

export interface AccessKey {
  readonly id: string;
  readonly secret: string;
  readonly userName: string;
  readonly createdAtMs: number;
  status: 'Active' | 'Inactive';
}

export interface OidcProvider {
  readonly arn: string;
  /** Without the scheme, as IAM stores it: `oidc.eks.eu-west-1.amazonaws.com/id/ABC`. */
  readonly url: string;
  readonly createdAtMs: number;
  readonly clientIds: Set<string>;
  thumbprints: readonly string[];
  readonly tags: Map<string, string>;
}
