import type { AwsAccount } from '../../aws/aws-account.ts';
import { type IssuerRole, issuerServiceAccount, stsAudience } from '../../aws/issuer-role.ts';
import type { RunningCluster } from '../../clusters/cluster-provider.ts';
import { opensSessions, sessionSecret } from '../issuer-session-secret.ts';

/** Values of the issuer's chart: its service account, and how its pods come by AWS credentials. */
export function issuerValues(aws: AwsAccount, role: IssuerRole) {
  const { env, volume, mountPath } = opensSessions(role) ? sessionFile : webIdentity(role);
  return {
    serviceAccount: { create: false, name: issuerServiceAccount.name },
    // From 1.12.0 on an AWSPCAIssuer may use the credentials of the issuer's pod, as the guide has it, only when told
    // so; charts before that do not know this value and pass over it.
    enableIssuerAmbientCredentials: true,
    env: { AWS_REGION: aws.region, ...env, ...endpoints(aws) },
    volumes: [volume],
    volumeMounts: [{ name: volume.name, mountPath, readOnly: true }],
  };
}

/** Whom the chart lets approve the issuer's requests: a cert-manager that was there may have another place and account. */
export function approverValues(cluster: RunningCluster) {
  if (cluster.provider !== 'existing' || cluster.certManager === undefined) return {};
  const { namespace, serviceAccount: serviceAccountName } = cluster.certManager;
  return { approverRole: { namespace, serviceAccountName } };
}

/** Named per service, because the SDK for Go ignores AWS_ENDPOINT_URL for the exchange of a web identity token. */
function endpoints(aws: AwsAccount): Readonly<Record<string, string>> {
  if (aws.clusterEndpoint !== undefined) {
    return { AWS_ENDPOINT_URL_ACM_PCA: aws.clusterEndpoint, AWS_ENDPOINT_URL_STS: aws.clusterEndpoint };
  }
  return aws.kind === 'real' && aws.fips ? { AWS_USE_FIPS_ENDPOINT: 'true' } : {};
}

const tokenMountPath = '/var/run/secrets/eks.amazonaws.com/serviceaccount';
const tokenLifetimeSeconds = 86_400;

/**
 * What EKS's pod identity webhook adds to a pod whose service account is annotated with a role: the projected token
 * and the variables that point the SDK at it.
 * @see https://docs.aws.amazon.com/eks/latest/userguide/pod-configuration.html
 */
const webIdentity = ({ roleArn }: IssuerRole) => ({
  env: { AWS_ROLE_ARN: roleArn, AWS_WEB_IDENTITY_TOKEN_FILE: `${tokenMountPath}/token` },
  mountPath: tokenMountPath,
  volume: {
    name: 'aws-iam-token',
    projected: {
      sources: [
        { serviceAccountToken: { audience: stsAudience, expirationSeconds: tokenLifetimeSeconds, path: 'token' } },
      ],
    },
  },
});

const sessionMountPath = '/var/run/secrets/aws-session';

/** The session that is opened for the issuer, as a shared credentials file: the one place where the chart takes a token. */
const sessionFile = {
  env: {
    AWS_SHARED_CREDENTIALS_FILE: `${sessionMountPath}/${sessionSecret.key}`,
    // On a virtual machine of AWS's the SDK would else go on with the machine's own role.
    AWS_EC2_METADATA_DISABLED: 'true',
  },
  mountPath: sessionMountPath,
  volume: { name: 'aws-session', secret: { secretName: sessionSecret.name } },
};
