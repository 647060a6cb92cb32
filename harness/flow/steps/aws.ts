import { removeRunFromAws } from '../../aws/remove-run.ts';
import { awsEnvironment } from '../../aws/select-environment.ts';
import { recordAccount } from '../aws-record.ts';
import { undoAccount } from '../aws-undo.ts';
import { callsAws, startsContainer } from '../planned-action.ts';
import { defineStep, type UndoContext } from '../step.ts';

/** The AWS account that the guide takes for granted. */
export const awsStep = defineStep({
  id: 'aws',
  title: 'AWS account',
  guideStep: 'before',
  needs: ['artifacts', 'network'],
  plan: ({ run, artifacts }) =>
    run.options.aws === 'mock' ? [startsContainer(artifacts.mockBaseImage)] : callsAws('sts', 'GetCallerIdentity'),
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
    // Before anything is made in it: whoever cleans up after a killed run must know where to look.
    if (account.kind === 'real') await recordAccount(run.folder, account);
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
  if (account?.kind === 'real') await removeRunFromAws(account, context.run.id, context.signal);
  await close(context);
}
