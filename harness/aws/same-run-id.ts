import { UsageError } from '../errors/harness-error.ts';
import { parseProcess } from '../process/process-identity.ts';
import { formatAgeMs } from '../wait/duration.ts';
import type { RealAwsAccount } from './aws-account.ts';
import { awsClients } from './aws-clients.ts';
import { cleanCommand } from './clean-command.ts';
import { taggedAuthorities } from './tagged-authorities.ts';
import { taggedIamEntities } from './tagged-iam.ts';
import { isOfRun, type RunInAws } from './tags.ts';

/**
 * Asks an account, before anything is made in it, whether another run of that id has something there: on one machine
 * the run folders show that, but an account is shared by all machines.
 *
 * @throws UsageError naming what there is and who made it.
 */
export async function refuseSameRunId(account: RealAwsAccount, run: RunInAws, signal: AbortSignal): Promise<void> {
  const { acmPca, iam } = awsClients(account);
  const found = [...(await taggedAuthorities(acmPca, signal)), ...(await taggedIamEntities(iam, signal))];
  const others = found.filter((one) => one.runId === run.runId && !isOfRun(one, run));
  const [first] = others;
  if (first === undefined) return;
  const { folder, owner = '' } = first;
  const process = parseProcess(owner);
  const ages = others.flatMap(({ createdAt }) => (createdAt === undefined ? [] : Date.now() - createdAt.getTime()));
  const maker = [
    ...(process === undefined ? [] : [`process ${process.pid} of ${process.host}`]),
    ...(folder === undefined ? [] : [`with the folder ${folder}`]),
    ...(ages.length === 0 ? [] : [`${formatAgeMs(Math.max(...ages))} ago`]),
  ];
  throw new UsageError(
    `Another run ${run.runId} is in AWS account ${account.accountId}: ${others.map(({ arn }) => arn).join(', ')}${maker.length === 0 ? '' : `; made by ${maker.join(' ')}`}`,
    {
      remedy: `Give another --run-id. If that run is no longer needed, remove it where it was made with \`pca-e2e down\`, or from anywhere with \`${cleanCommand(account, run.runId)}\`.`,
    },
  );
}
