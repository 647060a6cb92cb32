import { AssumeRoleCommand, type Credentials, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { ComponentError } from '../errors/harness-error.ts';
import { rememberSecret } from '../process/hide-secrets.ts';
import type { AwsAccess, AwsCredentials } from './aws-account.ts';
import { refuseUnnamedEndpoint } from './named-endpoint.ts';
import { whilePropagating } from './while-propagating.ts';

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
  const configuration = { region, useFipsEndpoint: fips, ...(endpoint === undefined ? {} : { endpoint }) };
  // The client of STS brings the chain with it, and keeps what it found until shortly before it ends.
  const sts = new STSClient({ ...configuration, ...(profile === undefined ? {} : { profile }) });
  const own: CredentialSource = async () => {
    const credentials = await sts.config.credentials();
    rememberSecret(credentials.secretAccessKey);
    return credentials;
  };
  if (assumeRoleArn === undefined) return own;
  return untilRenewal(async () => {
    const session = await assumedRole(sts, assumeRoleArn);
    const asRole = new STSClient({ ...configuration, credentials: session });
    // Every call is signed with it next, and would be refused as long as AWS does not know it.
    await whilePropagating('session', () => asRole.send(new GetCallerIdentityCommand({})), { signal: uninterrupted });
    return session;
  });
}

/** Several calls wait for one session: the interrupt of one of them ends that call, and not the session's opening. */
const uninterrupted = new AbortController().signal;

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

/** How sessions are named that this project opens. */
export const sessionName = 'pca-e2e';

/** Opens a session of a role. One hour, AWS's default, is also the most for a role that is assumed from another. */
export async function assumedRole(sts: STSClient, roleArn: string, signal?: AbortSignal): Promise<SessionCredentials> {
  const request = new AssumeRoleCommand({ RoleArn: roleArn, RoleSessionName: sessionName });
  const { Credentials } = await sts.send(request, signal ? { abortSignal: signal } : {});
  return sessionOf(Credentials, `AssumeRole for ${roleArn}`);
}

/** The credentials in an answer of STS. @throws ComponentError when it lacks them. */
export function sessionOf(credentials: Credentials | undefined, call: string): SessionCredentials {
  const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = credentials ?? {};
  if (!AccessKeyId || !SecretAccessKey || !SessionToken || !Expiration) {
    throw new ComponentError(`AWS answered ${call} without credentials`);
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
