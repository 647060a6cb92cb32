import { Command, InvalidArgumentError, Option } from 'commander';
import { UsageError } from '../../errors/harness-error.ts';
import type { RunEvent } from '../../flow/run-events.ts';
import { runFlow } from '../../flow/runner.ts';
import { podChainStep } from '../../flow/steps/pod-chain.ts';
import type { Check } from '../../pki/check.ts';
import { styleFor } from '../../reports/terminal/style.ts';
import { type AwsFlags, addAwsAccessOptions } from '../aws-options.ts';
import { addContextOptions, type ClusterFlags } from '../cluster-options.ts';
import { describeChecks } from '../describe-checks.ts';
import { interruptSignal } from '../interrupt.ts';
import type { Io } from '../io.ts';
import { findKeptRun } from '../kept-run.ts';
import { ReportedError } from '../reported-error.ts';
import { verifyExisting } from '../verify-existing.ts';

interface VerifyFlags extends AwsFlags, Omit<ClusterFlags, 'provider'> {
  readonly provider?: 'existing';
  readonly namespace?: string;
  readonly workload?: string;
  readonly runDir?: string;
  readonly json: boolean;
}

/** `pca-e2e verify`: the guide's step 9 once more, on a kept run as it is now; or on a mesh of somebody's. */
export function verifyCommand(io: Io): Command {
  const command = new Command('verify')
    .addOption(
      new Option('--run-dir <dir>', 'folder of the run (default: the only kept run there is)').conflicts('provider'),
    )
    .addOption(
      new Option('--provider <name>', 'verify a mesh that somebody else has installed, and change nothing').choices([
        'existing',
      ]),
    );
  return addAwsAccessOptions(addContextOptions(command))
    .option('--namespace <name>', 'of that mesh: where the workload is (default: any)')
    .option(
      '--workload <deployment/name>',
      'of that mesh: whose chain is read (default: any pod with a sidecar)',
      deployment,
    )
    .option('--json', 'print one JSON document', false)
    .addHelpText('after', examples)
    .action((flags: VerifyFlags) => verify(io, flags));
}

const examples = `
Examples:
  pca-e2e verify                                    the only kept run there is
  pca-e2e verify --run-dir out --json | jq .chain   the chain as it is now, for a program
  pca-e2e verify --provider existing --context team --aws real
                                                    a mesh that is there, and what AWS says of its CAs
  pca-e2e verify --provider existing --context team --namespace shop --workload deployment/cart
                                                    one workload of it; AWS is not asked`;

async function verify(io: Io, flags: VerifyFlags): Promise<void> {
  const interrupt = interruptSignal();
  try {
    if (flags.provider === 'existing') await verifyExisting(io, { ...flags, provider: 'existing' }, interrupt.signal);
    else await verifyKept(io, flags, interrupt.signal);
  } finally {
    interrupt.dispose();
  }
}

async function verifyKept(io: Io, flags: VerifyFlags, signal: AbortSignal): Promise<void> {
  refuseWithoutProvider(flags);
  const { run, outputs } = await findKeptRun(io, flags.runDir);
  const { 'pod-chain': _before, ...alreadyDone } = outputs;
  const checks: Check[] = [];
  const emit = (event: RunEvent) => {
    if (event.type === 'check') checks.push(event.check);
  };
  const { needs, ...step } = podChainStep;
  const result = await runFlow({ run, steps: [{ ...step, needs: [] }], alreadyDone, signal, emit });
  const chain = result.outputs['pod-chain'];
  if (flags.json)
    io.stdout.write(`${JSON.stringify({ runId: run.id, chain: chain?.entries ?? [], checks }, null, 2)}\n`);
  else io.stdout.write(`${describeChecks(checks, chain?.pem, styleFor(io.stdout, io.env))}\n`);
  if (result.error !== undefined) throw checks.length > 0 ? new ReportedError(result.error) : result.error;
}

/** A kept run knows its cluster, its AWS and its workload. */
function refuseWithoutProvider({ context, kubeconfig, namespace, workload, aws }: VerifyFlags): void {
  const given = Object.entries({ context, kubeconfig, namespace, workload, aws: aws === 'real' ? aws : undefined })
    .filter(([, value]) => value !== undefined)
    .map(([name]) => `--${name}`);
  if (given.length === 0) return;
  throw new UsageError(`${given.join(', ')}: a kept run knows these itself`, {
    remedy: 'Add --provider existing to verify a mesh that somebody else has installed, or leave them out.',
  });
}

function deployment(text: string): string {
  const [, name] = /^deploy(?:ment)?(?:\.apps)?\/([a-z0-9.-]+)$/.exec(text) ?? [];
  if (name !== undefined) return name;
  throw new InvalidArgumentError('expected deployment/NAME');
}
