import type { KubeConfig } from '@kubernetes/client-node';
import { MachineError } from '../../errors/harness-error.ts';
import { type ApiAnswer, askApiServer, messageOfAnswer } from '../../kubernetes/api-request.ts';

const discoveryPath = '/.well-known/openid-configuration';

/**
 * The issuer of the tokens that an API server signs, from its own discovery document; on EKS, the cluster's OIDC issuer. It
 * is the first thing that is asked of a cluster, so it also shows whether the cluster is reached.
 *
 * @throws MachineError when the API server does not answer, does not take the credentials, or publishes no issuer.
 * @see https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/#service-account-issuer-discovery
 */
export async function serviceAccountIssuerOf(
  kubeConfig: KubeConfig,
  context: string,
  signal: AbortSignal,
): Promise<string> {
  const answer = await askFirst(kubeConfig, context, signal);
  if (answer.status !== 200) {
    throw new MachineError(
      `The API server of context ${context} answered ${answer.status} to GET ${discoveryPath}: ${messageOfAnswer(answer)}`,
      { remedy: remedyOf(answer.status, context) },
    );
  }
  const { issuer } = JSON.parse(answer.body) as { readonly issuer?: string };
  if (issuer) return issuer;
  throw new MachineError(`The API server of context ${context} names no issuer of service account tokens`, {
    remedy: 'It needs --service-account-issuer, which every managed Kubernetes has.',
  });
}

async function askFirst(kubeConfig: KubeConfig, context: string, signal: AbortSignal): Promise<ApiAnswer> {
  try {
    return await askApiServer(kubeConfig, { method: 'GET', path: discoveryPath, signal });
  } catch (cause) {
    if (signal.aborted) throw cause;
    const { server } = kubeConfig.getCurrentCluster() ?? {};
    throw new MachineError(`The API server of context ${context} is not reached at ${server ?? 'no address'}`, {
      cause,
      remedy: `See whether \`kubectl --context ${context} version\` works: network, VPN, proxy, and the plugin that brings the credentials.`,
    });
  }
}

const remedyOf = (status: number, context: string) =>
  status === 401
    ? `Its credentials are not accepted: sign in anew (for EKS: aws sso login, then \`kubectl --context ${context} version\`).`
    : 'The user needs ClusterRole system:service-account-issuer-discovery, or cluster-admin.';
