/** Access keys of AWS. Shown nowhere; written only into the `environment` file of a kept run, readable by its owner. */
export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** An AWS account to work in, mocked or real. Plain data: a kept run writes it to its folder. */
export interface AwsAccount {
  readonly kind: 'mock';
  readonly region: string;
  readonly accountId: string;
  /** Endpoint of every service as reached from this process. */
  readonly endpoint: string;
  /** The same endpoint as reached from the cluster's pods. */
  readonly clusterEndpoint: string;
  /** Admin API of the mocked AWS, as reached from this process. */
  readonly adminEndpoint: string;
  /** The account's administrator. */
  readonly administrator: AwsCredentials;
}
