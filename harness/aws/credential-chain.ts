import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { ComponentError } from '../errors/harness-error.ts';
import { rememberSecret } from '../process/hide-secrets.ts';
import type { AwsAccess, AwsCredentials } from './aws-account.ts';
import { refuseUnnamedEndpoint } from './named-endpoint.ts';

/** Credentials that end, and when. */
export interface SessionCredentials extends AwsCredentials {
  readonly sessionToken: string;
  readonly expiration: Date;
}

/** Gives credentials whenever a request is signed; the same ones as long as they are valid. */
export type CredentialSource = () => Promise<AwsCredentials & { readonly expiration?: Date }>;

const sources = new Map<string, CredentialSource>();

/**
 * What the SDK's default chain finds (environment, profile, single sign-on, container, instance), in the assumed role if
 * one is named. One source for each way, whatever number of clients sign by it: a role is assumed once, and again
 * before the session ends.
 *
 * @throws UsageError for an endpoint that only a file names: {@link refuseUnnamedEndpoint}.
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/standardized-credentials.html
 */
export function chainCredentials(access: AwsAccess, region: string): CredentialSource {
  refuseUnnamedEndpoint(access);
  const key = JSON.stringify([access, region]);
  const known = sources.get(key);
  if (known) return known;
  const source = newSource(access, region);
  sources.set(key, source);
  return source;
}

function newSource({ profile, endpoint, fips, assumeRoleArn }: AwsAccess, region: string): CredentialSource {
  // The client of STS brings the chain with it, and keeps what it found until shortly before it ends.
  const sts = new STSClient({
    region,
    useFipsEndpoint: fips,
    ...(profile === undefined ? {} : { profile }),
    ...(endpoint === undefined ? {} : { endpoint }),
  });
  const own: CredentialSource = async () => {
    const credentials = await sts.config.credentials();
    rememberSecret(credentials.secretAccessKey);
    return credentials;
  };
  return assumeRoleArn === undefined ? own : untilRenewal(() => assumedRole(sts, assumeRoleArn));
}

/** How long before their end credentials are no longer handed out. */
const renewalMarginMs = 5 * 60_000;

/** Hands out the same session until it nears its end; those who ask while one is opened wait for that one. */
function untilRenewal(open: () => Promise<SessionCredentials>): CredentialSource {
  let present: Promise<SessionCredentials> | undefined;
  let renewAtMs = 0;
  return () => {
    if (present && Date.now() < renewAtMs) return present;
    renewAtMs = Number.POSITIVE_INFINITY;
    present = open().then(
      (session) => {
        renewAtMs = session.expiration.getTime() - renewalMarginMs;
        return session;
      },
      (error: unknown) => {
        renewAtMs = 0;
        throw error;
      },
    );
    return present;
  };
}

const sessionName = 'pca-e2e';

/** Opens a session of a role. One hour, AWS's default, is also the most for a role that is assumed from another. */
export async function assumedRole(sts: STSClient, roleArn: string, signal?: AbortSignal): Promise<SessionCredentials> {
  const request = new AssumeRoleCommand({ RoleArn: roleArn, RoleSessionName: sessionName });
  const { Credentials } = await sts.send(request, signal ? { abortSignal: signal } : {});
  const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = Credentials ?? {};
  if (!AccessKeyId || !SecretAccessKey || !SessionToken || !Expiration) {
    throw new ComponentError(`AWS answered AssumeRole for ${roleArn} without credentials`);
  }
  rememberSecret(SecretAccessKey);
  rememberSecret(SessionToken);
  return {
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    sessionToken: SessionToken,
    expiration: Expiration,
  };
}
