import { Command } from 'commander';
import type { RunEvent } from '../../flow/run-events.ts';
import { runFlow } from '../../flow/runner.ts';
import { podChainStep } from '../../flow/steps/pod-chain.ts';
import { drawChain } from '../../pki/chain-picture.ts';
import type { Check } from '../../pki/check.ts';
import { parsePemBundle } from '../../pki/pem-bundle.ts';
import { type Style, styleFor } from '../../reports/terminal/style.ts';
import { interruptSignal } from '../interrupt.ts';
import type { Io } from '../io.ts';
import { findKeptRun } from '../kept-run.ts';
import { ReportedError } from '../reported-error.ts';

interface VerifyFlags {
  readonly runDir?: string;
  readonly json: boolean;
}

/** `pca-e2e verify`: the guide's step 9 once more, on a kept run as it is now. */
export function verifyCommand(io: Io): Command {
  return new Command('verify')
    .option('--run-dir <dir>', 'folder of the run (default: the only kept run there is)')
    .option('--json', 'print one JSON document', false)
    .addHelpText('after', examples)
    .action((flags: VerifyFlags) => verify(io, flags));
}

const examples = `
Examples:
  pca-e2e verify                                    the only kept run there is
  pca-e2e verify --run-dir out --json | jq .chain   the chain as it is now, for a program`;

async function verify(io: Io, flags: VerifyFlags): Promise<void> {
  const { run, outputs } = await findKeptRun(io, flags.runDir);
  const { 'pod-chain': _before, ...alreadyDone } = outputs;
  const checks: Check[] = [];
  const emit = (event: RunEvent) => {
    if (event.type === 'check') checks.push(event.check);
  };
  const interrupt = interruptSignal();
  try {
    const { needs, ...step } = podChainStep;
    const steps = [{ ...step, needs: [] }];
    const result = await runFlow({ run, steps, alreadyDone, signal: interrupt.signal, emit });
    const chain = result.outputs['pod-chain'];
    if (flags.json)
      io.stdout.write(`${JSON.stringify({ runId: run.id, chain: chain?.entries ?? [], checks }, null, 2)}\n`);
    else io.stdout.write(`${describe(checks, chain?.pem, styleFor(io.stdout, io.env))}\n`);
    if (result.error !== undefined) throw checks.length > 0 ? new ReportedError(result.error) : result.error;
  } finally {
    interrupt.dispose();
  }
}

function describe(checks: readonly Check[], chainPem: string | undefined, style: Style): string {
  const lines = checks.map(({ outcome, title, expected, observed }) =>
    outcome === 'passed'
      ? `${style.passed} ${title}`
      : `${style.failed} ${title}\n    expected  ${expected}\n    observed  ${observed}`,
  );
  return [
    ...(chainPem ? [drawChain(parsePemBundle(chainPem), { width: 80, now: new Date() }), ''] : []),
    ...lines,
  ].join('\n');
}
