import { ACMPCAClient } from '@aws-sdk/client-acm-pca';
import { IAMClient } from '@aws-sdk/client-iam';
import { STSClient } from '@aws-sdk/client-sts';
import type { MockReady } from '../contract.ts';

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** The real AWS SDK's clients, pointed at a mock. By default as its administrator, who waits for no retry. */
export function sdkClients(aws: MockReady, credentials: Credentials = aws, maxAttempts = 1) {
  const configuration = { endpoint: aws.endpoint, region: aws.region, credentials, maxAttempts };
  return {
    pca: new ACMPCAClient(configuration),
    iam: new IAMClient(configuration),
    sts: new STSClient(configuration),
  };
}

export type SdkClients = ReturnType<typeof sdkClients>;
