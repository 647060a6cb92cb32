import { join } from 'node:path';
import type { AwsAccess } from '../../aws/aws-account.ts';
import { nameEndpoint } from '../../aws/named-endpoint.ts';
import type { Check } from '../../pki/check.ts';
import { systemClock } from '../../wait/clock.ts';
import { defaultRunOptions, type Run, type RunOptions } from '../run.ts';
import { newRunInstance } from '../run-id.ts';
import { type FlowResult, runFlow } from '../runner.ts';
import type { AnyStep } from '../step.ts';
import type { StepOutputs } from '../step-outputs.ts';
import { awsStep } from '../steps/aws.ts';
import { caHierarchyStep } from '../steps/ca-hierarchy.ts';
import { iamRoleStep } from '../steps/iam-role.ts';
import { undoSteps } from '../undo.ts';

/** For tests: everything that a run does in AWS before the cluster's issuer does; the flow's own steps. */
const awsPart: readonly AnyStep[] = [
  { ...awsStep, needs: [] },
  { ...caHierarchyStep, needs: ['aws'] },
  { ...iamRoleStep, needs: ['aws', 'ca-hierarchy'] },
];

/** A run in an account of AWS itself, as `--aws real` makes it. */
export function realRun(id: string, folder: string, awsAccess: AwsAccess, options: Partial<RunOptions> = {}): Run {
  if (awsAccess.endpoint !== undefined) nameEndpoint(awsAccess.endpoint);
  return {
    id,
    instance: newRunInstance(),
    folder,
    options: { ...defaultRunOptions, aws: 'real', awsAccess, caKeyAlgorithm: 'EC_prime256v1', ...options },
  };
}

export interface AwsPartResult extends FlowResult {
  readonly checks: readonly Check[];
}

/**
 * Runs the AWS part against a cluster whose API server is a fake.
 *
 * @param afterAccount - Waited for when the account is known, and before anything is made in it.
 */
export async function runAwsPart(
  run: Run,
  signal: AbortSignal,
  {
    afterAccount = async () => undefined,
    serviceAccountIssuer = unreadableIssuer,
  }: { readonly afterAccount?: () => Promise<void>; readonly serviceAccountIssuer?: string } = {},
): Promise<AwsPartResult> {
  const checks: Check[] = [];
  const result = await runFlow({
    run,
    steps: awsPart.map((step) => (step.id === 'aws' ? followedBy(step, afterAccount) : step)),
    alreadyDone: fakeMachine(run.folder, serviceAccountIssuer),
    signal,
    emit: (event) => {
      if (event.type === 'check') checks.push(event.check);
    },
  });
  return { ...result, checks };
}

const followedBy = (step: AnyStep, wait: () => Promise<void>): AnyStep => ({
  ...step,
  async run(context) {
    const output = await step.run(context);
    await wait();
    return output;
  },
});

/** What `clean` does with a killed run of which only the folder is left. */
export const cleanAwsPart = (run: Run): Promise<readonly unknown[]> =>
  undoSteps(awsPart, { run, outputs: {}, emit: () => undefined, clock: systemClock });

/** Not served, as a kind cluster's is not: the scheme alone says so. */
const unreadableIssuer = 'http://fake';

/** Outputs of the steps that make no part of AWS. */
function fakeMachine(folder: string, serviceAccountIssuer: string): Partial<StepOutputs> {
  return {
    artifacts: { mockBaseImage: 'none' } as StepOutputs['artifacts'],
    network: { dockerNetwork: 'none' },
    cluster: {
      provider: 'kind',
      name: 'fake',
      kubeconfig: join(folder, 'kubeconfig'),
      context: 'fake',
      dockerNetwork: 'none',
      serviceAccountIssuer,
    },
  };
}
