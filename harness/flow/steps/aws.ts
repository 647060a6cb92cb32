import { explainingAws } from '../../aws/explain-aws-error.ts';
import { requireRights } from '../../aws/missing-rights.ts';
import { removeRunFromAws } from '../../aws/remove-run.ts';
import { refuseSameRunId } from '../../aws/same-run-id.ts';
import { awsEnvironment } from '../../aws/select-environment.ts';
import { awsCalls, rightsOf } from '../aws-calls.ts';
import { recordAccount } from '../aws-record.ts';
import { undoAccount, undoInAws } from '../aws-undo.ts';
import { looksAt, only, startsContainer } from '../planned-action.ts';
import { defineStep, type UndoContext } from '../step.ts';

/** The AWS account that the guide takes for granted. */
export const awsStep = defineStep({
  id: 'aws',
  title: 'AWS account',
  guideStep: 'before',
  needs: ['artifacts', 'network'],
  plan: ({ run, artifacts }) =>
    run.options.aws === 'mock'
      ? [startsContainer(artifacts.mockBaseImage)]
      : [
          ...awsCalls.account(run.options),
          looksAt('whether the credentials may do and undo all that follows'),
          ...awsCalls.tagging(run.options),
        ],
  planUndo: ({ run: { options } }) =>
    options.aws === 'mock' ? [] : only(awsCalls.clean(options), { unless: 'nothing is left for `clean --aws real`' }),
  async run({ run, outputs, signal, waitingFor, observed }) {
    waitingFor(run.options.aws === 'mock' ? 'the mocked AWS to serve' : 'AWS to say whose the credentials are');
    const account = await awsEnvironment(run.options).open({
      runId: run.id,
      runFolder: run.folder,
      region: run.options.region,
      nodeImage: outputs.artifacts.mockBaseImage,
      dockerNetwork: outputs.network.dockerNetwork,
      signal,
      onLine: observed,
    });
    if (account.kind !== 'real') return account;
    waitingFor('AWS to report whether the credentials may do, and undo, what this run does');
    await explainingAws(account, () => requireRights(account, rightsOf(run, signal)));
    const inAws = { runId: run.id, instance: run.instance };
    waitingFor('the account to show whether it has a run of that id');
    await explainingAws(account, () => refuseSameRunId(account, inAws, signal));
    // Before anything is made in it: whoever cleans up after a killed run must know where to look.
    await recordAccount(run, account);
    return account;
  },
  undo: close,
  undoAfter: ['ca-hierarchy', 'iam-role'],
  again: { reset },
});

async function close({ run, signal }: UndoContext): Promise<void> {
  await awsEnvironment(run.options).close(run.id, { signal });
}

/** What stands on this step goes with the mocked AWS; from an account of AWS itself it is removed. */
async function reset(context: UndoContext): Promise<void> {
  const account = await undoAccount(context);
  if (account?.kind === 'real') await undoInAws(context, removeRunFromAws);
  await close(context);
}
