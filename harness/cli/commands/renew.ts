import { Command } from 'commander';
import { UsageError } from '../../errors/harness-error.ts';
import { type FollowedRenewal, followedWorkload, followRenewal } from '../../flow/follow-renewal.ts';
import type { KeptRun } from '../../flow/run-state.ts';
import type { StepOutputs } from '../../flow/step-outputs.ts';
import type { WaitListener } from '../../kubernetes/watch-until.ts';
import type { Certificate } from '../../pki/certificate.ts';
import { type ChainEntry, chainEntries } from '../../pki/chain-entries.ts';
import type { RenewalReport } from '../../reports/run-report.ts';
import { styleFor } from '../../reports/terminal/style.ts';
import { formatDurationMs } from '../../wait/duration.ts';
import { interruptSignal } from '../interrupt.ts';
import type { Io } from '../io.ts';
import { findKeptRun } from '../kept-run.ts';

interface RenewFlags {
  readonly runDir?: string;
  readonly json: boolean;
}

/** The document that `--json` prints. */
interface Renewal {
  readonly runId: string;
  readonly before: { readonly serialDecimal: string; readonly notAfter: string };
  readonly renewals: readonly RenewalReport[];
  /** How long after the request each of them had the new certificate. */
  readonly afterMs: FollowedRenewal['afterMs'];
  /** What the workload presents now. */
  readonly chain: readonly ChainEntry[];
}

/** `pca-e2e renew`: renews Istio's CA in a kept run, and follows the new certificate to a workload. */
export function renewCommand(io: Io): Command {
  return new Command('renew')
    .option('--run-dir <dir>', 'folder of the run (default: the only kept run there is)')
    .option('--json', 'print one JSON document', false)
    .addHelpText('after', examples)
    .action((flags: RenewFlags) => renew(io, flags));
}

const examples = `
Renews Istio's CA as \`cmctl renew\` does, waits until cacerts and then istiod have the new certificate, restarts
${followedWorkload} (others get theirs when their certificates are due, or are restarted), and reads its new chain.

Examples:
  pca-e2e renew
  pca-e2e renew --run-dir runs/20261124-101500-x7k2 && pca-e2e verify
  pca-e2e renew --json | jq -r '.renewals[].serialDecimal'`;

async function renew(io: Io, flags: RenewFlags): Promise<void> {
  const kept = await findKeptRun(io, flags.runDir);
  const interrupt = interruptSignal();
  const listener: WaitListener = {
    signal: interrupt.signal,
    waitingFor: (what) => io.stderr.write(`waiting for ${what}\n`),
    observed: () => undefined,
  };
  try {
    const renewal = await renewAndFollow(kept.run.id, meshOf(kept), listener);
    io.stdout.write(flags.json ? `${JSON.stringify(renewal, null, 2)}\n` : `${describe(renewal, io)}\n`);
  } finally {
    interrupt.dispose();
  }
}

/** @throws UsageError for a run that ended before the mesh stood. */
function meshOf({ run, outputs }: KeptRun): StepOutputs {
  if (outputs['pod-chain'] !== undefined) return outputs as StepOutputs;
  throw new UsageError(`Run ${run.id} has no mesh whose CA could be renewed: it ended before its last step`, {
    remedy: 'Make a whole run with `pca-e2e up --keep`.',
  });
}

async function renewAndFollow(runId: string, outputs: StepOutputs, wait: WaitListener): Promise<Renewal> {
  const { before, renewed, renewedAt, afterMs, chain } = await followRenewal(outputs, wait);
  return {
    runId,
    before: { serialDecimal: before.serialDecimal, notAfter: before.notAfter.toISOString() },
    renewals: [renewalReport(renewed, renewedAt)],
    afterMs,
    chain: chainEntries(chain),
  };
}

const renewalReport = (certificate: Certificate, at: Date): RenewalReport => ({
  at: at.toISOString(),
  serialDecimal: certificate.serialDecimal,
  subject: certificate.subject,
  notBefore: certificate.notBefore.toISOString(),
  notAfter: certificate.notAfter.toISOString(),
  trigger: 'pca-e2e renew',
});

function describe({ before, renewals, afterMs, chain }: Renewal, io: Io): string {
  const { passed } = styleFor(io.stdout, io.env);
  const after = (ms: number) => formatDurationMs(ms).padStart(7);
  return [
    `before  serial ${before.serialDecimal}, valid until ${before.notAfter}`,
    ...renewals.map(({ serialDecimal, notAfter }) => `now     serial ${serialDecimal}, valid until ${notAfter}`),
    '',
    `${passed} ${after(afterMs.cacerts)}  cacerts holds it`,
    `${passed} ${after(afterMs.istiod)}  istiod signs with it`,
    `${passed} ${after(afterMs.workload)}  ${followedWorkload} presents ${chain.length} certificates through it`,
  ].join('\n');
}
