import type { AwsAccount } from '../../aws/aws-account.ts';
import { awsClients } from '../../aws/aws-clients.ts';
import { checkCaBudget } from '../../aws/ca-budget.ts';
import { arnsOf, type CaHierarchy, createHierarchy } from '../../aws/ca-hierarchy.ts';
import { planCas } from '../../aws/ca-plan.ts';
import { deleteAuthorities } from '../../aws/delete-authorities.ts';
import { existingHierarchy } from '../../aws/existing-ca.ts';
import { explainingAws } from '../../aws/explain-aws-error.ts';
import { parsePemBundle } from '../../pki/pem-bundle.ts';
import { goDurationMs } from '../../wait/go-duration.ts';
import { awsCalls } from '../aws-calls.ts';
import { recordAuthority } from '../aws-record.ts';
import { authoritiesLeft, undoAccount } from '../aws-undo.ts';
import { checked, heldAs } from '../checks.ts';
import { defineStep, type StepContext, type UndoContext } from '../step.ts';

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
    const issuing = hierarchy.cas.at(-1);
    const [certificate] = parsePemBundle(issuing?.certificatePem ?? '');
    const pathLength = certificate?.basicConstraints?.pathLength;
    context.check(
      heldAs({
        id: 'ca-hierarchy-active',
        title: 'Every CA in AWS is ACTIVE',
        expected: `${arnsOf(hierarchy).length} CAs ACTIVE`,
        observed: hierarchy.cas.flatMap(({ role, arn }) => (arn ? [`${role} ${arn} ACTIVE`] : [])).join(', '),
      }),
      checked(pathLength === undefined || pathLength >= 1, {
        id: 'ca-hierarchy-path-length',
        title: 'The subordinate CA may sign a CA for Istio',
        expected: 'path length 1 or more (with path length 0 a CA cannot be created for Istio)',
        observed: pathLength === undefined ? 'no path length: unconstrained' : `path length ${pathLength}`,
      }),
    );
    return hierarchy;
  },
  async undo(context) {
    // What the mocked AWS holds goes with it, and has gone where a removal is gone on with.
    if ((await undoAccount(context))?.kind === 'real') await remove(context);
  },
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
    await checkCaBudget(acmPca, { runId: run.id, planned: plan.length, limit: awsCaLimit, signal });
  }
  return createHierarchy(acmPca, {
    runId: run.id,
    runFolder: run.folder,
    keyAlgorithm: caKeyAlgorithm,
    plan,
    signal,
    waitingFor,
    onCreated: (arn) => recordAuthority(run.folder, arn),
  });
}

async function remove(context: UndoContext): Promise<void> {
  const account = await undoAccount(context);
  if (!account) return;
  const { acmPca } = awsClients(account);
  await explainingAws(account, async () => {
    await deleteAuthorities(acmPca, await authoritiesLeft(acmPca, account, context), context.signal);
  });
}
