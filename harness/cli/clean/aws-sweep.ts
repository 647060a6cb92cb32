import { callerIdentity } from '../../aws/caller-identity.ts';
import { removeRunFromAws } from '../../aws/remove-run.ts';
import { type AwsFlags, awsAccessOf } from '../aws-options.ts';
import { findAwsLeftovers } from './aws-leftovers.ts';
import type { LeftoverGroup, Removal, Sweep } from './leftover.ts';

export interface AwsSweepFlags extends AwsFlags {
  readonly runId?: string;
  readonly olderThan?: number;
}

/** What runs left in an account and region of AWS itself. Needs nothing of this machine but credentials. */
export async function awsSweep(flags: AwsSweepFlags, signal: AbortSignal): Promise<Sweep> {
  const account = await callerIdentity(awsAccessOf(flags), flags.region ?? '', signal);
  const { runId, olderThan: olderThanMs } = flags;
  const found = await findAwsLeftovers({ account, runId, olderThanMs, signal });
  const remove = async (group: LeftoverGroup): Promise<Removal> => {
    try {
      const { runId, instance } = group;
      if (runId !== undefined) await removeRunFromAws({ account, run: { runId, instance }, creations: [], signal });
      return { undo: [], errors: [] };
    } catch (error) {
      return { undo: [], errors: [error] };
    }
  };
  const where = `AWS account ${account.accountId}, ${account.region}, as ${account.principalArn}`;
  const notes = found.groups.length === 0 ? [...found.notes, unseen] : found.notes;
  return { ...found, notes, where, dockerAway: undefined, remove };
}

/** A run's own notes know more right after a kill; a job on another machine has none. */
const unseen =
  'AWS may not show yet what was made within the last minute: where a run was killed just now, look again then.';
