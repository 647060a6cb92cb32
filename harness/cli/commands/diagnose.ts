import { Command, InvalidArgumentError } from 'commander';
import { nameForRun } from '../../clusters/ownership.ts';
import { diagnose, unexplained } from '../../diagnosis/diagnose.ts';
import { gatherEvidence } from '../../diagnosis/gather-evidence.ts';
import { AssertionFailedError, ComponentError } from '../../errors/harness-error.ts';
import { evidenceAccess } from '../../flow/evidence-access.ts';
import { findingsText } from '../../reports/terminal/findings-text.ts';
import { styleFor } from '../../reports/terminal/style.ts';
import { counted } from '../../reports/wording.ts';
import { goDurationMs } from '../../wait/go-duration.ts';
import { interruptSignal } from '../interrupt.ts';
import type { Io } from '../io.ts';
import { findKeptRun } from '../kept-run.ts';
import { ReportedError } from '../reported-error.ts';

interface DiagnoseFlags {
  readonly runDir?: string;
  /** Milliseconds. */
  readonly since?: number;
  readonly json: boolean;
}

/** `pca-e2e diagnose`: names the cause of what is wrong with a kept run, as it is now. */
export function diagnoseCommand(io: Io): Command {
  return new Command('diagnose')
    .option('--run-dir <dir>', 'folder of the run (default: the only kept run there is)')
    .option(
      '--since <duration>',
      'logs, events and requests to AWS of that long ago until now, such as 10m (default: all)',
      readDuration,
    )
    .option('--json', 'print one JSON document', false)
    .addHelpText('after', help)
    .action((flags: DiagnoseFlags) => diagnoseRun(io, flags));
}

const help = `
Looks at the cluster and at AWS as they are now, changes nothing, and names each cause that it knows: what was seen of it,
what to do, and where others met it. Ends with exit code 0 when nothing is wrong, 1 when something is, and 4 when nothing
is known to be wrong but the cluster does not answer.

Examples:
  pca-e2e diagnose
  pca-e2e diagnose --run-dir runs/20261124-101500-x7k2 --since 10m
  pca-e2e diagnose --json | jq -r '.diagnosis[].id'`;

async function diagnoseRun(io: Io, { runDir, since, json }: DiagnoseFlags): Promise<void> {
  const kept = await findKeptRun(io, runDir);
  const interrupt = interruptSignal();
  try {
    const evidence = await gatherEvidence({
      ...evidenceAccess(kept),
      ...(since === undefined ? {} : { since: new Date(Date.now() - since) }),
      signal: interrupt.signal,
    });
    const diagnosis = diagnose(evidence);
    const { unreadable } = evidence;
    const rest = unexplained(evidence);
    io.stdout.write(
      json
        ? `${JSON.stringify({ runId: kept.run.id, diagnosis, unexplained: rest, unreadable }, null, 2)}\n`
        : `${findingsText({ diagnosis, rest, unreadable }, styleFor(io.stdout, io.env))}\n`,
    );
    if (diagnosis.length > 0) {
      throw new ReportedError(new AssertionFailedError(`${counted(diagnosis.length, 'cause')} found`));
    }
    if (kept.outputs.cluster !== undefined && evidence.cluster === null) {
      throw new ComponentError(
        `The cluster of run ${kept.run.id} does not answer: nothing can be said of what is in it`,
        {
          remedy: `See whether its container runs: docker ps --all --filter name=${nameForRun(kept.run.id)}`,
        },
      );
    }
  } finally {
    interrupt.dispose();
  }
}

function readDuration(text: string): number {
  const ms = goDurationMs(text);
  if (ms > 0) return ms;
  throw new InvalidArgumentError('expected a duration such as 10m or 1h30m');
}
