import type { V1Secret } from '@kubernetes/client-node';
import type { SessionCredentials } from '../aws/credential-chain.ts';
import { type IssuerRole, issuerServiceAccount } from '../aws/issuer-role.ts';
import { type IssuerSessionOptions, openIssuerSession, policyInForce } from '../aws/issuer-session.ts';
import { apply } from '../kubernetes/apply.ts';
import type { KubernetesClient } from '../kubernetes/kubernetes-client.ts';

/** The secret that hands the issuer a session of its role, and the key under which it is a shared credentials file. */
export const sessionSecret = {
  namespace: issuerServiceAccount.namespace,
  name: 'aws-pca-issuer-session',
  key: 'credentials',
} as const;

const expiryAnnotation = 'istio-pca-e2e/expires-at';

/** Whether the issuer cannot assume its role itself: there is no provider by which AWS would verify its token. */
export const opensSessions = (role: IssuerRole): boolean => role.oidcProviderArn === undefined;

/**
 * Opens a session of the issuer's role, and once it may do what the role's policy allows puts it into the cluster. It passes from AWS's answer into the secret, and
 * is kept nowhere else.
 *
 * @returns When it ends.
 */
export async function giveIssuerSession(
  client: KubernetesClient,
  options: Omit<IssuerSessionOptions, 'token'>,
): Promise<Date> {
  const session = await openIssuerSession(options);
  await policyInForce(session, options);
  const { namespace, name, key } = sessionSecret;
  const secret: V1Secret = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { namespace, name, annotations: { [expiryAnnotation]: session.expiration.toISOString() } },
    data: { [key]: Buffer.from(credentialsFile(session)).toString('base64') },
  };
  await apply(client, secret);
  return session.expiration;
}

/** When the session that the issuer has now ends. */
export async function issuerSessionEnd(client: KubernetesClient): Promise<Date> {
  const { namespace, name } = sessionSecret;
  const { metadata } = await client.core.readNamespacedSecret({ namespace, name });
  return new Date(metadata?.annotations?.[expiryAnnotation] ?? 0);
}

/** @see https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html */
const credentialsFile = ({ accessKeyId, secretAccessKey, sessionToken }: SessionCredentials): string =>
  [
    '[default]',
    `aws_access_key_id = ${accessKeyId}`,
    `aws_secret_access_key = ${secretAccessKey}`,
    `aws_session_token = ${sessionToken}`,
    '',
  ].join('\n');
