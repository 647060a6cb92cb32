import type { Artifacts } from '../artifacts/artifact-source.ts';
import type { AwsAccount } from '../aws/aws-account.ts';
import type { CaHierarchy } from '../aws/ca-hierarchy.ts';
import type { IssuerRole } from '../aws/issuer-role.ts';
import type { RunningCluster } from '../clusters/cluster-provider.ts';
import type { PodChain } from './pod-chain-output.ts';

/**
 * What each step hands to the steps after it. Plain data throughout: a kept run writes it to its folder, and commands
 * in another shell go on from it.
 */
export interface StepOutputs {
  readonly artifacts: Artifacts;
  /** Undefined for a run that needs no Docker. */
  readonly network: { readonly dockerNetwork?: string };
  readonly cluster: RunningCluster;
  readonly aws: AwsAccount;
  readonly 'cert-manager': { readonly namespace: string };
  readonly 'ca-hierarchy': CaHierarchy;
  readonly 'iam-role': IssuerRole;
  readonly issuer: { readonly deployment: string };
  readonly 'aws-pca-issuer': { readonly name: string; readonly namespace: string };
  readonly 'istio-ca': { readonly certificate: string; readonly secret: string; readonly namespace: string };
  readonly istio: { readonly namespace: string };
  readonly bookinfo: { readonly namespace: string };
  readonly 'pod-chain': PodChain;
}

export type StepId = keyof StepOutputs;
