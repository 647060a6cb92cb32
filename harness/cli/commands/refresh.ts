import { Command } from 'commander';
import { findRunState, type KeptRun } from '../../flow/run-state.ts';
import { errorLines } from '../../reports/terminal/event-lines.ts';
import { styleFor } from '../../reports/terminal/style.ts';
import { followSession } from '../follow-session.ts';
import { interruptSignal } from '../interrupt.ts';
import type { Io } from '../io.ts';
import { findKeptRun } from '../kept-run.ts';
import { needsRefreshing, refreshDueMs, refreshSession } from '../session-refresher.ts';

interface RefreshFlags {
  readonly runDir?: string;
  readonly follow: boolean;
}

/** `pca-e2e refresh`: a new session of the issuer's role, for a kept run in an account of AWS itself. */
export function refreshCommand(io: Io): Command {
  return new Command('refresh')
    .option('--run-dir <dir>', 'folder of the run (default: the only kept run there is)')
    .option('--follow', 'go on until the run is removed; `up --keep` leaves such a process behind', false)
    .addHelpText('after', '\nExamples:\n  pca-e2e refresh\n  pca-e2e refresh --run-dir out --follow')
    .action((flags: RefreshFlags) => refresh(io, flags));
}

async function refresh(io: Io, { runDir, follow }: RefreshFlags): Promise<void> {
  const kept = await findKeptRun(io, runDir);
  if (!needsRefreshing(kept)) {
    io.stdout.write("The issuer of this run assumes its role by its own service account's token.\n");
    return;
  }
  const interrupt = interruptSignal();
  try {
    const { signal } = interrupt;
    if (!follow) return await refreshOnce(io, kept, signal);
    await followSession({
      isThere: async () => (await findRunState(kept.run.folder))?.run.id === kept.run.id,
      dueAtMs: () => refreshDueMs(kept),
      refresh: () => refreshOnce(io, kept, signal),
      onFailure: (error) => io.stderr.write(`${errorLines(error, styleFor(io.stderr, io.env)).join('\n')}\n`),
      signal,
    });
  } finally {
    interrupt.dispose();
  }
}

async function refreshOnce(io: Io, kept: KeptRun, signal: AbortSignal): Promise<void> {
  const end = await refreshSession(kept, { signal, waitingFor: () => undefined, observed: () => undefined });
  io.stdout.write(`The issuer's session is valid until ${end?.toISOString() ?? 'an unknown time'}.\n`);
}
