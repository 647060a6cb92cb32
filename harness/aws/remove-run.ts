import type { AwsAccount } from './aws-account.ts';
import { awsClients } from './aws-clients.ts';
import { deleteAuthorities } from './delete-authorities.ts';
import { deleteIssuerRole } from './delete-issuer-role.ts';
import { explainingAws } from './explain-aws-error.ts';
import { taggedAuthorities } from './tagged-authorities.ts';

/** Removes all that carries a run's tag from an account: what a killed run left, whether anything else tells of it or not. */
export async function removeRunFromAws(account: AwsAccount, runId: string, signal: AbortSignal): Promise<void> {
  const { acmPca, iam } = awsClients(account);
  await explainingAws(account, async () => {
    await deleteIssuerRole(iam, { runId, account, signal });
    const tagged = await taggedAuthorities(acmPca, signal);
    const ours = tagged.filter((ca) => ca.runId === runId).map(({ arn }) => arn);
    await deleteAuthorities(acmPca, ours, signal);
  });
}
