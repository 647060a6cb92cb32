import type { RealAwsAccount } from '../../aws/aws-account.ts';
import { awsClients } from '../../aws/aws-clients.ts';
import { explainingAws } from '../../aws/explain-aws-error.ts';
import { taggedAuthorities } from '../../aws/tagged-authorities.ts';
import { type TaggedEntity, taggedIamEntities } from '../../aws/tagged-iam.ts';
import type { Maker } from '../../aws/tags.ts';
import { parseProcess } from '../../process/process-identity.ts';
import { formatAgeMs } from '../../wait/duration.ts';
import { lifeOf, type RunLife } from '../run-life.ts';
import type { LeftoverGroup } from './leftover.ts';

export interface AwsLeftoversOptions {
  readonly account: RealAwsAccount;
  /** The one run that is asked for; with it, it does not matter where the run was made. */
  readonly runId: string | undefined;
  /** What another machine made counts as left when all of it is older than this. */
  readonly olderThanMs: number | undefined;
  readonly signal: AbortSignal;
}

export interface AwsLeftovers {
  readonly groups: readonly (LeftoverGroup & { readonly runId: string })[];
  readonly others: readonly { readonly runId: string; readonly life: RunLife }[];
  readonly notes: readonly string[];
}

interface Found extends Maker {
  readonly kind: TaggedEntity['kind'] | 'certificate-authority';
  readonly arn: string;
  readonly createdAt: Date | undefined;
}

/**
 * What runs have left in an account of AWS itself, found by tag alone: whatever became of their folders and machines.
 * Runs that go on or are kept are no leftovers; nor are those of other machines, unless they are asked for by their id
 * or their age.
 */
export async function findAwsLeftovers(options: AwsLeftoversOptions): Promise<AwsLeftovers> {
  const groups: (LeftoverGroup & { readonly runId: string })[] = [];
  const others: { readonly runId: string; readonly life: RunLife }[] = [];
  let unreadable = 0;
  const byRun = await foundByRun(options, (arns) => {
    unreadable += arns.length;
  });
  for (const found of byRun) {
    const [{ runId, instance } = noRun] = found;
    const life = await judged(found, options);
    if (life.state !== 'killed') {
      others.push({ runId, life });
      continue;
    }
    const leftovers = found.map(({ kind, arn }) => ({ kind, name: arn }));
    groups.push({ runId, instance, folder: undefined, why: life.why, leftovers });
  }
  return { groups, others, notes: unreadableNotes(unreadable) };
}

const noRun = { runId: '', instance: undefined };

const unreadableNotes = (count: number): readonly string[] =>
  count === 0 ? [] : [`${count} CAs or objects in IAM were not looked at: these credentials may not list their tags.`];

/** What was found, run by run: two runs of one id differ in their instances. */
async function foundByRun(
  { account, runId, signal }: AwsLeftoversOptions,
  onUnreadable: (arns: readonly string[]) => void,
): Promise<Iterable<readonly Found[]>> {
  const { acmPca, iam } = awsClients(account);
  const found = await explainingAws(account, async (): Promise<readonly Found[]> => {
    const authorities = await taggedAuthorities(acmPca, signal, { onUnreadable });
    return [
      ...(await taggedIamEntities(iam, signal, () => ({ onUnreadable }))),
      ...authorities.map((ca) => ({ ...ca, kind: 'certificate-authority' as const })),
    ];
  });
  return Map.groupBy(
    found.filter((one) => runId === undefined || one.runId === runId),
    (one) => `${one.runId} ${one.instance}`,
  ).values();
}

async function judged(found: readonly Found[], options: AwsLeftoversOptions): Promise<RunLife> {
  const [{ runId = '', folder, owner } = {}] = found;
  const life = await lifeOf({ runId, folder, owner: parseProcess(owner ?? '') });
  if (life.state !== 'unknown') return life;
  if (options.runId !== undefined) return { state: 'killed', why: `asked for by its id; ${life.why}` };
  const youngestMs = Math.max(...found.map(({ createdAt }) => createdAt?.getTime() ?? 0));
  const ageMs = Date.now() - youngestMs;
  if (options.olderThanMs === undefined || youngestMs === 0 || ageMs < options.olderThanMs) return life;
  return { state: 'killed', why: `nothing of it is younger than ${formatAgeMs(ageMs)}; ${life.why}` };
}
