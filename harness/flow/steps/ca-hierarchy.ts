import type { AwsAccount } from '../../aws/aws-account.ts';
import { awsClients } from '../../aws/aws-clients.ts';
import { checkCaBudget } from '../../aws/ca-budget.ts';
import { type CaHierarchy, createHierarchy } from '../../aws/ca-hierarchy.ts';
import { planCas } from '../../aws/ca-plan.ts';
import { describedCas } from '../../aws/described-cas.ts';
import { existingHierarchy } from '../../aws/existing-ca.ts';
import { explainingAws } from '../../aws/explain-aws-error.ts';
import { removeOwnAuthorities } from '../../aws/remove-run.ts';
import { goDurationMs } from '../../wait/go-duration.ts';
import { awsCalls } from '../aws-calls.ts';
import { noteCreations } from '../aws-record.ts';
import { awsUndoBudgetMs, openedAt, undoAccount, undoInAws } from '../aws-undo.ts';
import { defineStep, type StepContext, type UndoContext } from '../step.ts';
import { hierarchyActiveCheck, pathLengthCheck } from './hierarchy-checks.ts';

/** Guide, step 2: a root CA and a subordinate CA in AWS Private CA, or the guide's alternative: one that is there. */
export const caHierarchyStep = defineStep({
  id: 'ca-hierarchy',
  title: 'Create the CA hierarchy in AWS PCA',
  guideStep: 2,
  needs: ['aws'],
  plan: ({ run: { options } }) => awsCalls.hierarchy(options),
  planUndo: ({ run: { options } }) => (options.aws === 'real' ? awsCalls.hierarchyUndo(options) : []),
  async run(context) {
    const { aws } = context.outputs;
    const hierarchy = await explainingAws(aws, () => hierarchyFor(aws, context));
    const { options } = context.run;
    const asked = options.issuingCaArn === undefined ? options.caDepth : 1;
    const cas = await explainingAws(aws, () => describedCas(awsClients(aws).acmPca, hierarchy, context.signal));
    context.check(hierarchyActiveCheck(cas, asked), pathLengthCheck(hierarchy.cas.at(-1)?.certificatePem ?? ''));
    return hierarchy;
  },
  async undo(context) {
    // What the mocked AWS holds goes with it, and has gone where a removal is gone on with.
    return (await undoAccount(context))?.kind === 'real' ? remove(context) : undefined;
  },
  undoBudgetMs: awsUndoBudgetMs,
  again: { reset: remove, goneWith: 'aws' },
});

async function hierarchyFor(aws: AwsAccount, { run, signal, waitingFor }: StepContext<'aws'>): Promise<CaHierarchy> {
  const { caDepth, caKeyAlgorithm, subordinatePathLength, issuingCaArn, awsCaLimit, istioCa } = run.options;
  const { region, accountId, partition } = aws;
  const { acmPca } = awsClients(aws);
  if (issuingCaArn !== undefined) {
    const istioCaDurationMs = goDurationMs(istioCa.duration);
    const wish = { arn: issuingCaArn, region, accountId, partition, istioCaDurationMs };
    return existingHierarchy(acmPca, { ...wish, now: new Date(), signal });
  }
  const plan = planCas({ depth: caDepth, issuingPathLength: subordinatePathLength, partition });
  if (aws.kind === 'real') {
    await checkCaBudget(acmPca, {
      ...{ runId: run.id, instance: run.instance, planned: plan.length, limit: awsCaLimit, signal },
    });
  }
  return createHierarchy(acmPca, {
    runId: run.id,
    instance: run.instance,
    runFolder: run.folder,
    keyAlgorithm: caKeyAlgorithm,
    plan,
    signal,
    waitingFor,
    note: noteCreations(run.folder),
  });
}

async function remove(context: UndoContext): Promise<string | undefined> {
  const since = await openedAt(context);
  return undoInAws(context, (removal) => removeOwnAuthorities(removal, since));
}
