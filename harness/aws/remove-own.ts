import { ComponentError } from '../errors/harness-error.ts';
import { done, notYet, pollUntil } from '../wait/poll-until.ts';
import type { AwsAccount } from './aws-account.ts';
import { cleanCommand } from './clean-command.ts';
import type { Creation } from './creation.ts';
import { explainingAws } from './explain-aws-error.ts';
import { unlessGone } from './tag-reading.ts';
import { isOfRun, type ListedTags, makerOf, type RunInAws } from './tags.ts';
import { propagationTimeoutMs } from './while-propagating.ts';

export interface OwnRemoval {
  readonly account: AwsAccount;
  readonly run: RunInAws;
  /** What the run noted to have created, oldest first: where to look first, and no proof of whose something is. */
  readonly creations: readonly Creation[];
  /** Called with each ARN of these that is gone. */
  readonly onRemoved?: ((arn: string) => Promise<void>) | undefined;
  /** Called with what these credentials may not look at. */
  readonly onSkipped?: ((arns: readonly string[], why: string) => void) | undefined;
  /** Names what is waited for now. */
  readonly waitingFor?: ((what: string) => void) | undefined;
  readonly signal: AbortSignal;
}

export type OwnThing = Pick<Creation, 'kind'> & { readonly arn: string };

/** One service's part: how its things are looked at and deleted. */
export interface OwnThings {
  tagsOf(thing: OwnThing): Promise<ListedTags>;
  /** All that carries the run's tags, in the order in which it is deleted. */
  own(): Promise<readonly OwnThing[]>;
  /** Deletes one; what is gone already is no error. */
  remove(thing: OwnThing): Promise<void>;
}

/**
 * Removes what a run made in an account, and nothing that does not carry its tags there: first what it noted, then what
 * only its tags show, because a process can be killed after AWS has made something and before that was noted. AWS may
 * not know yet what was created a moment ago: it is looked for until AWS would.
 *
 * @throws HarnessError for the first that could not be removed, or that was noted and does not carry the run's tags; the others are removed. When the time is up, it names what is left.
 */
export async function removeOwn(things: OwnThings, removal: OwnRemoval): Promise<void> {
  const { account, signal, run } = removal;
  const pass = new RemovalPass(things, removal);
  try {
    await explainingAws(account, async () => {
      await pass.removeNoted();
      await pass.sweep();
    });
  } catch (error) {
    if (!signal.aborted) throw error;
    const left = pass.left();
    throw new ComponentError(
      `There was no time to remove what run ${run.runId} made in AWS account ${account.accountId}: ${left.join(', ') || 'not all that may carry its tags was looked at'}`,
      { cause: error, ...(account.kind === 'real' ? { remedy: `Run \`${cleanCommand(account, run.runId)}\`.` } : {}) },
    );
  }
}

/** It may cost money: that it is left must not pass for an end without leftovers. */
const notTagged = (arn: string, runId: string): ComponentError =>
  new ComponentError(`${arn} is noted as made by run ${runId}, and its tags in AWS do not say so: it is left`, {
    remedy: 'If it is of the run, delete it in AWS, and run the command again. If not, remove its entry in aws.json.',
  });

class RemovalPass {
  readonly #things: OwnThings;
  readonly #removal: OwnRemoval;
  /** What is gone, is not the run's, or could not be removed. */
  readonly #settled = new Set<string>();
  readonly #errors: unknown[] = [];

  constructor(things: OwnThings, removal: OwnRemoval) {
    this.#things = things;
    this.#removal = removal;
  }

  /** What was noted and is not gone. */
  left(): readonly string[] {
    return this.#named().flatMap(({ arn }) => (this.#settled.has(arn) ? [] : arn));
  }

  async removeNoted(): Promise<void> {
    for (const thing of this.#named().toReversed()) {
      const tags = await unlessGone(this.#things.tagsOf(thing));
      if (tags === undefined) continue;
      if (isOfRun(makerOf(tags), this.#removal.run)) {
        await this.#remove(thing);
      } else {
        this.#settled.add(thing.arn);
        this.#errors.push(notTagged(thing.arn, this.#removal.run.runId));
      }
    }
  }

  async sweep(): Promise<void> {
    await pollUntil(
      async () => {
        this.#removal.waitingFor?.("AWS to show what else carries the run's tags");
        for (const thing of await this.#things.own()) if (!this.#settled.has(thing.arn)) await this.#remove(thing);
        const unknown = this.#begunAndUnseen();
        return unknown.length === 0 ? done(undefined) : notYet(`AWS does not show ${unknown.join(', ')}`);
      },
      {
        waitingFor: 'AWS to know what was just created',
        // What was begun ages meanwhile, and ends the wait.
        timeoutMs: 2 * propagationTimeoutMs,
        intervalMs: 2_000,
        signal: this.#removal.signal,
      },
    );
    if (this.#errors.length > 0) throw this.#errors[0];
  }

  async #remove(thing: OwnThing): Promise<void> {
    this.#removal.waitingFor?.(`AWS to remove ${thing.arn}`);
    try {
      await this.#things.remove(thing);
      await this.#removal.onRemoved?.(thing.arn);
    } catch (error) {
      if (this.#removal.signal.aborted) throw error;
      this.#errors.push(error);
    }
    this.#settled.add(thing.arn);
  }

  #named(): readonly OwnThing[] {
    return this.#removal.creations.flatMap(({ kind, arn }) => (arn === undefined ? [] : [{ kind, arn }]));
  }

  /** What was begun so lately that AWS may have made it and not know it yet. */
  #begunAndUnseen(): readonly string[] {
    const named = new Set(this.#named().map(({ arn }) => arn));
    const found = [...this.#settled].filter((arn) => !named.has(arn)).length;
    const young = this.#removal.creations.filter(({ at }) => Date.now() - Date.parse(at) < propagationTimeoutMs);
    return [
      ...young.flatMap(({ arn }) => (arn === undefined || this.#settled.has(arn) ? [] : arn)),
      ...young
        .filter(({ arn }) => arn === undefined)
        .slice(found)
        .map(({ kind }) => `a new ${kind}`),
    ];
  }
}
