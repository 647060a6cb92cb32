import {
  CreateOpenIDConnectProviderCommand,
  GetOpenIDConnectProviderCommand,
  type IAMClient,
} from '@aws-sdk/client-iam';
import { ComponentError } from '../errors/harness-error.ts';
import type { AwsAccount } from './aws-account.ts';
import type { NoteCreation } from './creation.ts';
import { stsAudience } from './issuer-identity.ts';
import { oidcProviderName } from './issuer-trust.ts';
import type { AwsTag } from './tags.ts';
import { whilePropagating } from './while-propagating.ts';

export interface OidcProviderOptions {
  /** URL of the cluster's OIDC issuer. */
  readonly oidcIssuer: string;
  /** The account that the provider is in. */
  readonly account: Pick<AwsAccount, 'accountId' | 'partition'>;
  readonly tags: AwsTag[];
  readonly note: NoteCreation;
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
  const { oidcIssuer: Url, account, tags: Tags, note } = options;
  const arn = `arn:${account.partition}:iam::${account.accountId}:oidc-provider/${oidcProviderName(Url)}`;
  try {
    // What creates is not cut short by an interrupt: what AWS has made by then would be found only by its tags.
    const request = new CreateOpenIDConnectProviderCommand({ Url, ClientIDList: [stsAudience], Tags });
    return await note({ kind: 'oidc-provider', arn }, async () => {
      const { OpenIDConnectProviderArn } = await iam.send(request);
      if (OpenIDConnectProviderArn !== undefined) return OpenIDConnectProviderArn;
      throw new ComponentError('AWS answered CreateOpenIDConnectProvider without an ARN');
    });
  } catch (error) {
    if (!(error instanceof Error && error.name.startsWith('EntityAlreadyExists'))) throw error;
    return existingProvider(iam, arn, options.signal);
  }
}

async function existingProvider(iam: IAMClient, arn: string, signal: AbortSignal): Promise<string> {
  const request = new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: arn });
  const { ClientIDList = [] } = await whilePropagating('entity', () => iam.send(request, { abortSignal: signal }), {
    signal,
  });
  if (ClientIDList.includes(stsAudience)) return arn;
  throw new ComponentError(
    `${arn} is there already, and is not for tokens with the audience ${stsAudience}: it has ${ClientIDList.join(', ') || 'no client id'}`,
    {
      remedy: `Ask its owner to add the audience, which takes nothing from anybody: aws iam add-client-id-to-open-id-connect-provider --open-id-connect-provider-arn ${arn} --client-id ${stsAudience}`,
    },
  );
}
