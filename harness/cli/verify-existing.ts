import { serviceAccountIssuerOf } from '../clusters/existing/service-account-issuer.ts';
import { contextKubeconfig } from '../clusters/existing/user-kubeconfig.ts';
import { AssertionFailedError } from '../errors/harness-error.ts';
import type { Mesh } from '../flow/mesh/find-mesh.ts';
import { type VerifiedMesh, verifyMesh } from '../flow/mesh/verify-mesh.ts';
import { connectWith } from '../kubernetes/kubernetes-client.ts';
import { chainEntries } from '../pki/chain-entries.ts';
import { parsePemBundle } from '../pki/pem-bundle.ts';
import { styleFor } from '../reports/terminal/style.ts';
import { counted } from '../reports/wording.ts';
import { type AwsFlags, awsAccessOf } from './aws-options.ts';
import { configuredFips } from './aws-region.ts';
import { type ClusterFlags, clusterSettingsOf } from './cluster-options.ts';
import { describeChecks } from './describe-checks.ts';
import type { Io } from './io.ts';
import { ReportedError } from './reported-error.ts';

export interface VerifyExistingFlags extends AwsFlags, ClusterFlags {
  readonly namespace?: string;
  /** Name of a Deployment. */
  readonly workload?: string;
  readonly json: boolean;
}

/**
 * Verifies a mesh that somebody else has installed, and changes nothing: not in the cluster, not in AWS, not on this machine.
 *
 * @throws AssertionFailedError, told already, when a check failed.
 */
export async function verifyExisting(io: Io, flags: VerifyExistingFlags, signal: AbortSignal): Promise<void> {
  const { existingCluster: { context, kubeconfigFiles } = { context: '', kubeconfigFiles: [] } } = clusterSettingsOf(
    flags,
    io.env,
  );
  const client = connectWith(await contextKubeconfig(kubeconfigFiles, context));
  await serviceAccountIssuerOf(client.kubeConfig, context, signal);
  const verified = await verifyMesh(client, {
    ...(flags.namespace === undefined ? {} : { namespace: flags.namespace }),
    ...(flags.workload === undefined ? {} : { deployment: flags.workload }),
    awsAccess:
      flags.aws === 'real' ? awsAccessOf({ ...flags, awsFips: await configuredFips(flags) }, io.env) : undefined,
    signal,
  });
  io.stdout.write(`${flags.json ? asJson(context, verified, flags) : asText(io, context, verified, flags)}\n`);
  const failed = verified.checks.filter(({ outcome }) => outcome === 'failed');
  if (failed.length > 0) throw new ReportedError(new AssertionFailedError(`${counted(failed.length, 'check')} failed`));
}

function asText(io: Io, context: string, { mesh, chainPem, checks }: VerifiedMesh, { aws }: AwsFlags): string {
  const parts = Object.entries(partsOf(mesh)).map(([name, value]) => `${name.padEnd(13)}${value}`);
  const unasked = ['', 'AWS was not asked. To compare with it what it has issued, add --aws real.'];
  return [
    `Mesh in the cluster of context ${context}`,
    ...[...parts, ''],
    describeChecks(checks, chainPem, styleFor(io.stdout, io.env)),
    ...(aws === 'real' ? [] : unasked),
  ].join('\n');
}

function asJson(context: string, { mesh, chainPem, checks }: VerifiedMesh, { aws }: AwsFlags): string {
  const chain = chainEntries(parsePemBundle(chainPem));
  return JSON.stringify({ context, mesh: partsOf(mesh), awsAsked: aws === 'real', chain, checks }, null, 2);
}

function partsOf({ namespace, certificate, issuer, workload, trustDomain }: Mesh) {
  return {
    istiod: `namespace ${namespace}`,
    certificate: `${namespace}/${certificate.metadata?.name}`,
    issuer: `${issuer.kind} ${issuer.metadata?.name}, ${issuer.spec?.arn ?? 'without an ARN'}`,
    workload: `${workload.namespace}/${workload.name}`,
    trustDomain,
  };
}
