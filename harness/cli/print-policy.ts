import { UsageError } from '../errors/harness-error.ts';
import { runPolicy } from '../flow/aws-calls.ts';
import type { Io } from './io.ts';
import type { WantedRun } from './wanted-run.ts';

/**
 * Prints the least IAM policy of a run, alone on standard output. Asks AWS nothing: an account that only AWS could name is
 * left open in it.
 *
 * @throws UsageError for the mocked AWS, whose administrator a run is.
 */
export function printPolicy(io: Io, { run, continuing }: WantedRun): void {
  if (run.options.aws === 'mock') {
    throw new UsageError('--policy is for --aws real: a run is the administrator of its mocked AWS', {
      remedy: 'Add --aws real, and the options that the run will have.',
    });
  }
  const policy = runPolicy(run.options, continuing?.outputs.aws);
  io.stdout.write(`${JSON.stringify(policy, null, 2)}\n`);
  const { assumeRoleArn } = run.options.awsAccess;
  if (assumeRoleArn === undefined) return;
  io.stderr.write(
    `It is for ${assumeRoleArn}. The credentials that assume it need sts:AssumeRole on it, and nothing else.\n`,
  );
}
