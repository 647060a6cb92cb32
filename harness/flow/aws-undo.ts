import type { ACMPCAClient } from '@aws-sdk/client-acm-pca';
import type { AwsAccount } from '../aws/aws-account.ts';
import { arnsOf } from '../aws/ca-hierarchy.ts';
import { taggedAuthorities } from '../aws/tagged-authorities.ts';
import { readAwsRecord } from './aws-record.ts';
import type { UndoContext } from './step.ts';

/** The account that a run worked in: as its step handed it on, or as a killed run wrote it down. */
export async function undoAccount({
  run,
  outputs,
}: Pick<UndoContext, 'run' | 'outputs'>): Promise<AwsAccount | undefined> {
  return outputs.aws ?? (await readAwsRecord(run.folder))?.account;
}

/** Clocks of AWS and of this machine may differ by that much, or AWS refuses every request. */
const clockSkewMs = 5 * 60_000;

/**
 * ARNs of the CAs that a run made and that may still stand, oldest first: those it handed on, those it wrote down, and
 * those that carry its tag, because a process can be killed after AWS has made a CA and before it has named it.
 */
export async function authoritiesLeft(
  pca: ACMPCAClient,
  account: AwsAccount,
  { run, outputs: { 'ca-hierarchy': hierarchy }, signal }: UndoContext,
): Promise<readonly string[]> {
  const handedOn = hierarchy?.origin === 'created' ? arnsOf(hierarchy) : [];
  // The mocked AWS goes as a whole, whatever else is in it.
  if (account.kind === 'mock') return handedOn;
  const record = await readAwsRecord(run.folder);
  const sinceMs = record === undefined ? 0 : Date.parse(record.openedAt) - clockSkewMs;
  const tagged = await taggedAuthorities(pca, signal, ({ CreatedAt }) => (CreatedAt?.getTime() ?? sinceMs) >= sinceMs);
  const ours = tagged.filter(({ runId }) => runId === run.id).map(({ arn }) => arn);
  return [...new Set([...(record?.authorities ?? []), ...handedOn, ...ours])];
}
