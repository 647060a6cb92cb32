import { ACMPCAClient } from '@aws-sdk/client-acm-pca';
import { IAMClient } from '@aws-sdk/client-iam';
import { STSClient } from '@aws-sdk/client-sts';
import type { AwsAccount, AwsCredentials } from './aws-account.ts';

/** SDK clients of one account, signing as one principal. */
export interface AwsClients {
  readonly acmPca: ACMPCAClient;
  readonly iam: IAMClient;
  readonly sts: STSClient;
}

/**
 * The SDK's own clients for an account.
 *
 * @param credentials - Whom to sign as. @defaultValue the account's administrator
 */
export function awsClients(account: AwsAccount, credentials: AwsCredentials = account.administrator): AwsClients {
  const configuration = { region: account.region, endpoint: account.endpoint, credentials };
  return {
    acmPca: new ACMPCAClient(configuration),
    iam: new IAMClient(configuration),
    sts: new STSClient(configuration),
  };
}
