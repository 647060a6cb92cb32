import type { ProgressListener } from '../artifacts/progress.ts';
import type { AnyStep } from './step.ts';
import { artifactsStep } from './steps/artifacts.ts';
import { awsStep } from './steps/aws.ts';
import { awsPcaIssuerStep } from './steps/aws-pca-issuer.ts';
import { bookinfoStep } from './steps/bookinfo.ts';
import { caHierarchyStep } from './steps/ca-hierarchy.ts';
import { certManagerStep } from './steps/cert-manager.ts';
import { clusterStep } from './steps/cluster.ts';
import { iamRoleStep } from './steps/iam-role.ts';
import { issuerStep } from './steps/issuer.ts';
import { istioStep } from './steps/istio.ts';
import { istioCaStep } from './steps/istio-ca.ts';
import { networkStep } from './steps/network.ts';
import { podChainStep } from './steps/pod-chain.ts';

/**
 * The guide as a graph of steps: what it lists under "Before you begin", then its nine steps in its order. Each names
 * the steps whose outputs it needs, and starts as soon as they have passed:
 *
 *     artifacts ──┬── cluster ──┬── cert-manager ─────────────────────────┐
 *     network ────┤             ├── iam-role ── issuer ── aws-pca-issuer ─┴─ istio-ca ── istio ── bookinfo ── pod-chain
 *                 └── aws ── ca-hierarchy ──┘
 *
 * @param onArtifactProgress - Told what building and fetching does; the rest of a run speaks through its events.
 */
export function installFlow(onArtifactProgress: ProgressListener): readonly AnyStep[] {
  return [
    artifactsStep(onArtifactProgress), // before you begin: helm, istioctl, kubectl, and what they install
    networkStep, //                       before you begin: one Docker network for the cluster and AWS
    clusterStep, //                       before you begin: a Kubernetes cluster
    awsStep, //                           before you begin: an AWS account
    certManagerStep, //                   step 1
    caHierarchyStep, //                   step 2
    iamRoleStep, //                       step 3
    issuerStep, //                        step 4
    awsPcaIssuerStep, //                  step 5
    istioCaStep, //                       step 6
    istioStep, //                         step 7
    bookinfoStep, //                      step 8
    podChainStep, //                      step 9
  ];
}
