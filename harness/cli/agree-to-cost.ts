import { once } from 'node:events';
import { createInterface } from 'node:readline/promises';
import type { RealAwsAccount } from '../aws/aws-account.ts';
import { awsClients } from '../aws/aws-clients.ts';
import { checkCaBudget } from '../aws/ca-budget.ts';
import { callerIdentity } from '../aws/caller-identity.ts';
import { existingHierarchy } from '../aws/existing-ca.ts';
import { explainingAws } from '../aws/explain-aws-error.ts';
import { lastingPrincipal } from '../aws/issuer-trust.ts';
import { InterruptedError, UsageError } from '../errors/harness-error.ts';
import type { Run } from '../flow/run.ts';
import { goDurationMs } from '../wait/go-duration.ts';
import { describeAwsPlan } from './describe-aws-plan.ts';

export interface AgreeToCostOptions {
  readonly run: Run;
  /** Whether the user has agreed already, by `--accept-cost`. */
  readonly accepted: boolean;
  /** Whether everything is left standing, and so goes on costing. */
  readonly isKept: boolean;
  /** Where the plan is shown and the question is asked. */
  readonly output: NodeJS.WritableStream & { readonly isTTY?: boolean };
  readonly input: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly signal: AbortSignal;
}

/**
 * Before a run makes anything in an account of AWS itself: shows whose account it is, what it will make there and what
 * that costs, and goes on only when the user says yes. What would make the run fail later is looked at here too, where
 * it costs nothing: credentials, the CA that is to be used, the CAs of earlier runs. For the mocked AWS nothing is asked.
 *
 * @throws MachineError without credentials; UsageError without a yes, or for what cannot be done.
 */
export async function agreeToCost(options: AgreeToCostOptions): Promise<void> {
  const { run, accepted, isKept, output, signal } = options;
  if (run.options.aws === 'mock') return;
  const account = await callerIdentity(run.options.awsAccess, run.options.region, signal);
  await explainingAws(account, () => lookAhead(account, run, signal));
  output.write(describeAwsPlan({ account, run, isKept }));
  if (accepted) return;
  if (!(options.input.isTTY && output.isTTY)) {
    throw new UsageError('A run in an account of AWS itself costs money, and nobody is there to be asked', {
      remedy: 'Give --accept-cost to agree to what is shown above.',
    });
  }
  if (!(await isAnsweredYes(options))) throw new UsageError('Not agreed: nothing was made');
}

async function lookAhead(account: RealAwsAccount, { id, options }: Run, signal: AbortSignal): Promise<void> {
  const { acmPca, iam } = awsClients(account);
  await lastingPrincipal(iam, account.principalArn, signal);
  const { issuingCaArn, caDepth, awsCaLimit, istioCa } = options;
  if (issuingCaArn === undefined) {
    await checkCaBudget(acmPca, { runId: id, planned: caDepth, limit: awsCaLimit, signal });
    return;
  }
  const istioCaDurationMs = goDurationMs(istioCa.duration);
  await existingHierarchy(acmPca, { ...account, arn: issuingCaArn, istioCaDurationMs, now: new Date(), signal });
}

async function isAnsweredYes({ input, output, signal }: AgreeToCostOptions): Promise<boolean> {
  const dialogue = createInterface({ input, output });
  // The end of the input is an answer too: nobody said yes.
  const closed = once(dialogue, 'close').then(() => '');
  try {
    const answer = await Promise.race([dialogue.question('Go on? [y/N] ', { signal }), closed]);
    return /^y(es)?$/i.test(answer.trim());
  } catch (error) {
    signal.throwIfAborted();
    // On a terminal readline takes Ctrl-C itself, and no signal comes.
    if ((error as Error).name === 'AbortError') throw new InterruptedError('Interrupted (Ctrl-C)', { cause: error });
    throw error;
  } finally {
    dialogue.close();
  }
}
