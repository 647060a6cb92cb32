import {
  CreateOpenIDConnectProviderCommand,
  GetOpenIDConnectProviderCommand,
  type IAMClient,
} from '@aws-sdk/client-iam';
import { ComponentError } from '../errors/harness-error.ts';
import { stsAudience } from './issuer-identity.ts';
import { oidcProviderName } from './issuer-trust.ts';
import type { AwsTag } from './tags.ts';

export interface OidcProviderOptions {
  /** URL of the cluster's OIDC issuer. */
  readonly oidcIssuer: string;
  /** The account that the provider is in. */
  readonly accountId: string;
  readonly partition: string;
  readonly tags: AwsTag[];
  readonly signal: AbortSignal;
}

/**
 * The IAM OIDC provider of a cluster: a new one with the run's tag, or the account's own. An EKS cluster has one as soon as
 * anybody has associated it (`eksctl utils associate-iam-oidc-provider`), and an account has one for each issuer at most; it is used
 * and never changed. What is removed later is known by the run's tag, which it does not carry.
 *
 * @returns The provider's ARN.
 * @throws ComponentError when tokens for STS are not accepted by the one that is there.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateOpenIDConnectProvider.html
 */
export async function ensureOidcProvider(iam: IAMClient, options: OidcProviderOptions): Promise<string> {
  const { oidcIssuer: Url, tags: Tags } = options;
  try {
    // What creates is not cut short by an interrupt: what AWS has made by then would be found only by its tags.
    const request = new CreateOpenIDConnectProviderCommand({ Url, ClientIDList: [stsAudience], Tags });
    const { OpenIDConnectProviderArn: arn } = await iam.send(request);
    if (arn !== undefined) return arn;
  } catch (error) {
    if (!(error instanceof Error && error.name.startsWith('EntityAlreadyExists'))) throw error;
    return providerThere(iam, options);
  }
  throw new ComponentError('AWS answered CreateOpenIDConnectProvider without an ARN');
}

async function providerThere(iam: IAMClient, options: OidcProviderOptions): Promise<string> {
  const { oidcIssuer, accountId, partition, signal } = options;
  const arn = `arn:${partition}:iam::${accountId}:oidc-provider/${oidcProviderName(oidcIssuer)}`;
  const request = new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: arn });
  const { ClientIDList = [] } = await iam.send(request, { abortSignal: signal });
  if (ClientIDList.includes(stsAudience)) return arn;
  throw new ComponentError(
    `${arn} is there already, and is not for tokens with the audience ${stsAudience}: it has ${ClientIDList.join(', ') || 'no client id'}`,
    {
      remedy: `Ask its owner to add the audience, which takes nothing from anybody: aws iam add-client-id-to-open-id-connect-provider --open-id-connect-provider-arn ${arn} --client-id ${stsAudience}`,
    },
  );
}
