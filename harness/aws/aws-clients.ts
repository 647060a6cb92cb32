import { ACMPCAClient } from '@aws-sdk/client-acm-pca';
import { IAMClient } from '@aws-sdk/client-iam';
import { STSClient } from '@aws-sdk/client-sts';
import { rememberSecret } from '../process/hide-secrets.ts';
import type { AwsAccess, AwsAccount, AwsCredentials } from './aws-account.ts';
import { namingCalls } from './aws-call.ts';
import { type CredentialSource, chainCredentials } from './credential-chain.ts';

/** SDK clients of one account, signing as one principal. */
export interface AwsClients {
  readonly acmPca: ACMPCAClient;
  readonly iam: IAMClient;
  readonly sts: STSClient;
}

/**
 * The SDK's own clients for an account.
 *
 * @param credentials - Whom to sign as. @defaultValue the mocked account's administrator, or what the SDK's chain finds
 */
export function awsClients(account: AwsAccount, credentials?: AwsCredentials): AwsClients {
  return account.kind === 'mock'
    ? clients({ ...reached(account), credentials: credentials ?? account.administrator })
    : accessClients(account, account.region, credentials);
}

/** Clients for AWS itself, before it is known which account that is. */
export function accessClients(access: AwsAccess, region: string, credentials?: AwsCredentials): AwsClients {
  return clients({
    ...reached({ ...access, region }),
    ...patience,
    useFipsEndpoint: access.fips,
    credentials: credentials ?? chainCredentials(access, region),
  });
}

/**
 * AWS throttles by account, and other programs use the account too: the adaptive mode slows down to what is let
 * through, and a try more than its default rides out a burst.
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html
 */
const patience = { retryMode: 'adaptive', maxAttempts: 6 } as const;

interface Configuration {
  readonly region: string;
  readonly endpoint?: string;
  readonly credentials: AwsCredentials | CredentialSource;
  readonly useFipsEndpoint?: boolean;
  readonly retryMode?: 'adaptive';
  readonly maxAttempts?: number;
}

const reached = ({ region, endpoint }: { readonly region: string; readonly endpoint?: string }) => ({
  region,
  ...(endpoint === undefined ? {} : { endpoint }),
});

function clients(configuration: Configuration): AwsClients {
  if (typeof configuration.credentials !== 'function') rememberSecret(configuration.credentials.secretAccessKey);
  const acmPca = new ACMPCAClient(configuration);
  const iam = new IAMClient(configuration);
  const sts = new STSClient(configuration);
  acmPca.middlewareStack.add(namingCalls, { step: 'initialize' });
  iam.middlewareStack.add(namingCalls, { step: 'initialize' });
  sts.middlewareStack.add(namingCalls, { step: 'initialize' });
  return { acmPca, iam, sts };
}
