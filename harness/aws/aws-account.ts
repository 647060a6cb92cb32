import { UsageError } from '../errors/harness-error.ts';

/** Access keys of AWS. Shown nowhere; written only into the `environment` file of a kept run, readable by its owner. */
export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

interface Account {
  readonly region: string;
  readonly accountId: string;
  /** First part of its ARNs: `aws`, `aws-cn`, `aws-us-gov`. @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html */
  readonly partition: string;
}

/** An account of the run's own mocked AWS. */
export interface MockAwsAccount extends Account {
  readonly kind: 'mock';
  /** Endpoint of every service as reached from this process. */
  readonly endpoint: string;
  /** The same endpoint as reached from the cluster's pods. */
  readonly clusterEndpoint: string;
  /** Admin API of the mocked AWS, as reached from this process. */
  readonly adminEndpoint: string;
  /** The account's administrator. */
  readonly administrator: AwsCredentials;
}

/** How AWS itself is reached, and as whom. Names only: credentials stay in the SDK's chain. */
export interface AwsAccess {
  /** Profile of the shared configuration files; without it the chain's own choice. */
  readonly profile?: string;
  /** Role that is assumed with the chain's credentials, and in which everything is then done. */
  readonly assumeRoleArn?: string;
  /** Whether FIPS 140 endpoints are used. @see https://docs.aws.amazon.com/sdkref/latest/guide/feature-endpoints.html */
  readonly fips: boolean;
  /** Where every service is reached instead of AWS's public endpoints. */
  readonly endpoint?: string;
  /** The same as reached from the cluster's pods. */
  readonly clusterEndpoint?: string;
}

/** An account of AWS itself. */
export interface RealAwsAccount extends Account, AwsAccess {
  readonly kind: 'real';
  /** Who the credentials belong to, as GetCallerIdentity names it. */
  readonly principalArn: string;
}

/** An AWS account to work in, mocked or real. Plain data: a kept run writes it to its folder. */
export type AwsAccount = MockAwsAccount | RealAwsAccount;

/**
 * An account that is known to be mocked: for what only the mock can do.
 *
 * @throws UsageError for one of AWS itself.
 */
export function mockedAccount(account: AwsAccount): MockAwsAccount {
  if (account.kind === 'mock') return account;
  throw new UsageError(`Account ${account.accountId} is AWS itself: this needs the mocked AWS`, {
    remedy: 'Make a run with --aws mock.',
  });
}
