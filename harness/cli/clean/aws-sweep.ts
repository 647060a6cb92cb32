import { callerIdentity } from '../../aws/caller-identity.ts';
import { removeRunFromAws } from '../../aws/remove-run.ts';
import { type AwsFlags, awsAccessOf } from '../aws-options.ts';
import { findAwsLeftovers } from './aws-leftovers.ts';
import type { LeftoverGroup, Sweep } from './leftover.ts';

export interface AwsSweepFlags extends AwsFlags {
  readonly runId?: string;
  readonly olderThan?: number;
}

/** What runs left in an account and region of AWS itself. Needs nothing of this machine but credentials. */
export async function awsSweep(flags: AwsSweepFlags, signal: AbortSignal): Promise<Sweep> {
  const account = await callerIdentity(awsAccessOf(flags), flags.region ?? '', signal);
  const { runId, olderThan: olderThanMs } = flags;
  const found = await findAwsLeftovers({ account, runId, olderThanMs, signal });
  const remove = async (group: LeftoverGroup): Promise<readonly unknown[]> => {
    try {
      if (group.runId !== undefined) await removeRunFromAws(account, group.runId, signal);
      return [];
    } catch (error) {
      return [error];
    }
  };
  return { ...found, where: `AWS account ${account.accountId}, ${account.region}, as ${account.principalArn}`, remove };
}
