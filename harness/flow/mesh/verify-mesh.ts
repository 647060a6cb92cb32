import { parseArn } from '../../aws/arn.ts';
import type { AwsAccess } from '../../aws/aws-account.ts';
import { awsClients } from '../../aws/aws-clients.ts';
import type { CaHierarchy } from '../../aws/ca-hierarchy.ts';
import { caRecords } from '../../aws/ca-records.ts';
import { callerIdentity } from '../../aws/caller-identity.ts';
import { existingHierarchy } from '../../aws/existing-ca.ts';
import { explainingAws } from '../../aws/explain-aws-error.ts';
import { ComponentError } from '../../errors/harness-error.ts';
import { issuedCertificateArn } from '../../kubernetes/certificate-requests.ts';
import type { KubernetesClient } from '../../kubernetes/kubernetes-client.ts';
import { proxyCertificates } from '../../kubernetes/proxy-certificates.ts';
import { readSecret, type SecretData } from '../../kubernetes/secrets.ts';
import type { CaRecord } from '../../pki/ca-records.ts';
import type { Check } from '../../pki/check.ts';
import { readPemBundle } from '../../pki/pem-bundle.ts';
import { checkWorkloadChain, workloadChainLength } from '../../pki/workload-chain.ts';
import { checkCacerts } from '../steps/cacerts-checks.ts';
import { readyCheck } from '../steps/ready-check.ts';
import { findMesh, type Mesh, type WorkloadChoice } from './find-mesh.ts';
import { readTrustBundles } from './trust-bundles.ts';

export interface VerifyMeshOptions extends WorkloadChoice {
  /** How AWS is reached; undefined where it is not to be asked. */
  readonly awsAccess: AwsAccess | undefined;
  readonly signal: AbortSignal;
}

export interface VerifiedMesh {
  readonly mesh: Mesh;
  readonly chainPem: string;
  readonly checks: readonly Check[];
}

/**
 * Verifies a mesh that somebody else has installed: what the guide's steps 5, 6 and 9 claim. Reads objects and one proxy's
 * configuration, and asks AWS; changes nothing.
 */
export async function verifyMesh(client: KubernetesClient, options: VerifyMeshOptions): Promise<VerifiedMesh> {
  const { awsAccess, signal } = options;
  const mesh = await findMesh(client, options);
  const { namespace, trustDomain, workload } = mesh;
  const { chain } = await proxyCertificates(client.kubeConfig, { namespace: workload.namespace, pod: workload.name });
  if (chain === null)
    throw new ComponentError(`The proxy of ${workload.namespace}/${workload.name} has no certificate`);
  const cacerts = await readSecret(client, namespace, 'cacerts');
  const inAws = awsAccess && (await recordsInAws(client, mesh, awsAccess, signal));
  const checks = [
    readyCheck('issuer-ready', `${mesh.issuer.kind} ${mesh.issuer.metadata?.name} is Ready`, mesh.issuer, 'noted'),
    readyCheck('istio-ca-ready', `The Certificate ${mesh.certificate.metadata?.name} is Ready`, mesh.certificate),
    ...checkCacerts(cacerts, inAws?.hierarchy),
    ...checkWorkloadChain({
      chainPem: chain,
      expectedSpiffeId: `spiffe://${trustDomain}/ns/${workload.namespace}/sa/${workload.serviceAccount}`,
      trustDomain,
      expectedCertificateCount: workloadChainLength(inAws?.hierarchy.cas.length ?? casAbove(cacerts)),
      ...(inAws === undefined ? {} : { caRecords: inAws.records }),
      cacerts: { tlsCrtPem: cacerts['tls.crt'] ?? '', caCrtPem: cacerts['ca.crt'] ?? '' },
      trustBundles: await readTrustBundles(client),
      now: new Date(),
    }),
  ];
  return { mesh, chainPem: chain, checks };
}

/** CAs between Istio's and the end of the chain, the root included, by what the cluster itself holds. */
function casAbove(cacerts: SecretData): number {
  const { entries } = readPemBundle(cacerts['tls.crt'] ?? '', 'tls.crt of cacerts');
  return Math.max(entries.length, 1);
}

interface InAws {
  readonly hierarchy: CaHierarchy;
  readonly records: readonly CaRecord[];
}

async function recordsInAws(
  client: KubernetesClient,
  { certificate, issuer, namespace }: Mesh,
  awsAccess: AwsAccess,
  signal: AbortSignal,
): Promise<InAws> {
  const { arn = '', region = parseArn(arn).region } = issuer.spec ?? {};
  const account = await callerIdentity(awsAccess, region, signal);
  const { acmPca } = awsClients(account);
  const { accountId, partition } = account;
  const issuedArn = await issuedCertificateArn(client, { namespace, name: certificate.metadata?.name ?? '' });
  return explainingAws(account, async () => {
    const wish = { arn, region, accountId, partition, istioCaDurationMs: 0, now: new Date(), signal };
    const hierarchy = await existingHierarchy(acmPca, wish);
    return { hierarchy, records: await caRecords(acmPca, hierarchy, issuedArn, signal) };
  });
}
