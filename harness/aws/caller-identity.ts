import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { ComponentError } from '../errors/harness-error.ts';
import { parseArn } from './arn.ts';
import type { AwsAccess, RealAwsAccount } from './aws-account.ts';
import { accessClients } from './aws-clients.ts';
import { explainingAws } from './explain-aws-error.ts';

/**
 * Asks AWS who the SDK's credentials belong to: the one call that needs no permission, and so the first.
 *
 * @throws MachineError with the remedy when there are no credentials, or AWS does not accept them.
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
 */
export async function callerIdentity(access: AwsAccess, region: string, signal: AbortSignal): Promise<RealAwsAccount> {
  const { sts } = accessClients(access, region);
  const { Account, Arn } = await explainingAws({ ...access, region }, () =>
    sts.send(new GetCallerIdentityCommand({}), { abortSignal: signal }),
  );
  if (!Account || !Arn) throw new ComponentError('AWS answered GetCallerIdentity without an account');
  return { kind: 'real', ...access, region, accountId: Account, partition: parseArn(Arn).partition, principalArn: Arn };
}
