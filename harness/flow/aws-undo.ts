import type { AwsAccount } from '../aws/aws-account.ts';
import { arnsOf } from '../aws/ca-hierarchy.ts';
import type { Creation } from '../aws/creation.ts';
import { issuerRoleNames } from '../aws/issuer-role.ts';
import type { OwnRemoval } from '../aws/remove-own.ts';
import { noteRemoval, readAwsRecord } from './aws-record.ts';
import type { UndoContext } from './step.ts';

/** Detaching, deleting and looking at the tags of hundreds of objects takes its time, and AWS's answers theirs. */
export const awsUndoBudgetMs = 180_000;

/** The account that a run worked in: as its step handed it on, or as a killed run wrote it down. */
export async function undoAccount({
  run,
  outputs,
}: Pick<UndoContext, 'run' | 'outputs'>): Promise<AwsAccount | undefined> {
  return outputs.aws ?? (await readAwsRecord(run.folder))?.account;
}

/** When the run began to make things in AWS itself, as it wrote it down. */
export const openedAt = async ({ run }: UndoContext): Promise<string | undefined> =>
  (await readAwsRecord(run.folder))?.openedAt;

/**
 * Removes something that a run made in AWS, by its tags; its outputs and what it wrote down say where to look first.
 *
 * @returns What was skipped, as a note; undefined when nothing was, or the run has no account.
 */
export async function undoInAws(
  context: UndoContext,
  remove: (removal: OwnRemoval) => Promise<void>,
): Promise<string | undefined> {
  const { run, outputs, signal, waitingFor } = context;
  const record = await readAwsRecord(run.folder);
  const account = outputs.aws ?? record?.account;
  if (account === undefined) return undefined;
  const inAws = { runId: run.id, instance: run.instance ?? record?.instance };
  const { policyArn, roleArn } = issuerRoleNames(inAws, account);
  const { 'ca-hierarchy': hierarchy } = outputs;
  const arns: readonly (readonly [Creation['kind'], readonly string[]])[] = [
    ['certificate-authority', hierarchy?.origin === 'created' ? arnsOf(hierarchy) : []],
    ['policy', [policyArn]],
    ['role', [roleArn]],
  ];
  const noted = record?.creations ?? [];
  const handedOn = arns.flatMap(([kind, named]) =>
    named.filter((arn) => !noted.some((one) => one.arn === arn)).map((arn) => ({ kind, arn, at: longAgo })),
  );
  const skipped = new Map<string, Set<string>>();
  await remove({
    account,
    run: inAws,
    creations: [...noted, ...handedOn],
    onRemoved: (arn) => noteRemoval(run.folder, arn),
    onSkipped: (skippedArns, why) => {
      skipped.set(why, new Set([...(skipped.get(why) ?? []), ...skippedArns]));
    },
    waitingFor,
    signal,
  });
  return skippedNote(skipped);
}

const longAgo = new Date(0).toISOString();

function skippedNote(skipped: ReadonlyMap<string, ReadonlySet<string>>): string | undefined {
  const notes = [...skipped].map(([why, arns]) => {
    const names = arns.size <= mostNamed ? ` (${[...arns].join(', ')})` : '';
    return `left alone: ${arns.size} ${why}${names}`;
  });
  return notes.length === 0 ? undefined : notes.join('; ');
}

/** An account may have hundreds of CAs of others. */
const mostNamed = 3;
