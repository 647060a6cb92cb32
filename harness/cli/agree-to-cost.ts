import type { RealAwsAccount } from '../aws/aws-account.ts';
import { awsClients } from '../aws/aws-clients.ts';
import { checkCaBudget } from '../aws/ca-budget.ts';
import { callerIdentity } from '../aws/caller-identity.ts';
import { existingHierarchy } from '../aws/existing-ca.ts';
import { explainingAws } from '../aws/explain-aws-error.ts';
import { lastingPrincipal } from '../aws/issuer-trust.ts';
import { requireRights } from '../aws/missing-rights.ts';
import { refuseSameRunId } from '../aws/same-run-id.ts';
import { UsageError } from '../errors/harness-error.ts';
import { rightsOf } from '../flow/aws-calls.ts';
import type { Run } from '../flow/run.ts';
import { goDurationMs } from '../wait/go-duration.ts';
import { canAsk, type Dialogue, isAnsweredYes } from './ask-yes.ts';
import { describeAwsPlan } from './describe-aws-plan.ts';

export interface AgreeToCostOptions extends Dialogue {
  readonly run: Run;
  /** Whether the user has agreed already, by `--accept-cost`. */
  readonly accepted: boolean;
  /** Whether everything is left standing, and so goes on costing. */
  readonly isKept: boolean;
}

/**
 * Before a run makes anything in an account of AWS itself: shows whose account it is, what it will make there and what
 * that costs, and goes on only when the user says yes. What would make the run fail later is looked at here too, where
 * it costs nothing: credentials and what they allow, the CA that is to be used, the CAs of earlier runs. For the mocked AWS nothing is asked.
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
  if (!canAsk(options)) {
    throw new UsageError('A run in an account of AWS itself costs money, and nobody is there to be asked', {
      remedy: 'Give --accept-cost to agree to what is shown above.',
    });
  }
  if (!(await isAnsweredYes(options))) throw new UsageError('Not agreed: nothing was made');
}

async function lookAhead(account: RealAwsAccount, run: Run, signal: AbortSignal): Promise<void> {
  const { id, instance, options } = run;
  const { acmPca, iam } = awsClients(account);
  await requireRights(account, rightsOf(run, signal));
  await refuseSameRunId(account, { runId: id, instance }, signal);
  await lastingPrincipal(iam, account.principalArn, signal);
  const { issuingCaArn, caDepth, awsCaLimit, istioCa } = options;
  if (issuingCaArn === undefined) {
    await checkCaBudget(acmPca, { runId: id, instance, planned: caDepth, limit: awsCaLimit, signal });
    return;
  }
  const istioCaDurationMs = goDurationMs(istioCa.duration);
  await existingHierarchy(acmPca, { ...account, arn: issuingCaArn, istioCaDurationMs, now: new Date(), signal });
}
