import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { mockedAccount } from '../aws/aws-account.ts';
import { type Keep, performRun } from '../cli/perform-run.ts';
import { removeRun } from '../cli/remove-run.ts';
import { failureFileOf, type ScenarioSession } from '../cli/scenario-session.ts';
import { standingRuns } from '../clusters/standing-runs.ts';
import { unless } from '../errors/error-code.ts';
import { ComponentError } from '../errors/harness-error.ts';
import type { Run, RunOptions } from '../flow/run.ts';
import { newRunId } from '../flow/run-id.ts';
import { findRunState, type KeptRun, writeRunState } from '../flow/run-state.ts';
import type { StepId } from '../flow/step-outputs.ts';
import { connect } from '../kubernetes/kubernetes-client.ts';
import { hideSecrets } from '../process/hide-secrets.ts';
import { readOwnFile } from '../process/own-file.ts';
import { styleFor } from '../reports/terminal/style.ts';
import { TerminalReport } from '../reports/terminal/terminal-report.ts';

export interface SetUpRequest {
  readonly name: string;
  /** Shared: made once in a session, used by every scenario that asks for the same. Fresh: for one scenario alone. */
  readonly sharing: 'shared' | 'fresh';
  /** The last step of the install flow that is run. */
  readonly until: StepId;
  readonly options: RunOptions;
}

/** A set-up that stands, and what it took to have it. */
export interface ProvidedSetUp extends KeptRun {
  readonly durationMs: number;
  /** It was there already: made by another scenario of the session, or kept from an earlier one. */
  readonly reused: boolean;
}

/**
 * The set-up that was asked for: the one that stands, when it may be shared and still answers; else a new one.
 *
 * @throws ComponentError when it could not be made, or an earlier scenario of the session found that it cannot be.
 */
export async function provideSetUp(session: ScenarioSession, request: SetUpRequest): Promise<ProvidedSetUp> {
  const startedMs = performance.now();
  const id = runIdOf(session, request);
  const folder = join(session.folder, id);
  const standing = await usable({ id, folder, options: request.options }, request.until);
  if (standing) {
    // Another session may have kept it, for a process of its own.
    const { heldBy: _before, ...kept } = standing;
    await writeRunState({ ...kept, ...(session.heldBy === undefined ? {} : { heldBy: session.heldBy }) });
    return { ...standing, durationMs: performance.now() - startedMs, reused: true };
  }
  const failureFile = failureFileOf(session, id);
  await refuseKnownFailure(failureFile);
  const made = await make(
    { id, folder, options: request.options },
    { until: request.until, keep: session.keep, heldBy: session.heldBy, failureFile },
  );
  return { ...made, durationMs: performance.now() - startedMs, reused: false };
}

/** Two sessions never meet: the id of a shared set-up holds its session's folder too. */
function runIdOf(session: ScenarioSession, { name, sharing, until, options }: SetUpRequest): string {
  if (sharing === 'fresh') return newRunId();
  const key = createHash('sha256')
    .update(JSON.stringify([session.folder, name, until, options]))
    .digest('hex');
  return `scenario-${name}-${key.slice(0, 8)}`;
}

async function usable(run: Run, until: StepId): Promise<KeptRun | undefined> {
  if (!(await standingRuns()).some(({ runId }) => runId === run.id)) return undefined;
  const kept = await findRunState(run.folder);
  if (kept?.outputs[until] !== undefined && (await answers(kept))) return kept;
  // What a killed process left half made, or what broke since: its id is ours alone, so it is removed and made anew.
  await removeSetUp(kept ?? { run, outputs: {} });
  return undefined;
}

async function answers({ outputs: { cluster, aws } }: KeptRun): Promise<boolean> {
  if (!cluster || !aws) return false;
  const [kubernetes, mock] = await Promise.allSettled([
    connect(cluster.kubeconfig).core.listNamespace({ limit: 1 }),
    fetch(new URL('/health', mockedAccount(aws).adminEndpoint)),
  ]);
  return kubernetes.status === 'fulfilled' && mock.status === 'fulfilled' && mock.value.ok;
}

interface MakeOptions {
  readonly until: StepId;
  readonly keep: Keep;
  readonly heldBy: ScenarioSession['heldBy'];
  readonly failureFile: string;
}

/** Runs the install flow and leaves what it made standing. */
async function make(run: Run, { until, keep, heldBy, failureFile }: MakeOptions): Promise<KeptRun> {
  const { stderr } = process;
  const { outputs, error } = await performRun({
    run,
    until,
    sequential: false,
    keep: 'always',
    heldBy,
    // The scenario's own timeout ends the wait for a set-up; each of its steps has one too.
    signal: new AbortController().signal,
    reporters: [new TerminalReport({ stream: stderr, style: styleFor(stderr, process.env), live: false })],
  });
  if (error === undefined) return { run, outputs };
  if (keep === 'never') await removeSetUp({ run, outputs });
  const failure = new ComponentError(`The set-up ${run.id} failed: ${error instanceof Error ? error.message : error}`, {
    cause: error,
    remedy: `Its report and evidence are in ${run.folder}.`,
  });
  await writeFile(failureFile, hideSecrets(`${failure.message}\n${failure.remedy}`), { mode: 0o644 });
  throw failure;
}

/** A set-up that failed fails every scenario that needs it, but is not tried again for each of them. */
async function refuseKnownFailure(failureFile: string): Promise<void> {
  const failure = await unless(['ENOENT'], readOwnFile(failureFile));
  if (failure === undefined) return;
  throw new ComponentError(`${failure}\nIt failed for an earlier scenario, and was not tried again for this one.`);
}

/** Removes a set-up. @throws the first thing that could not be removed. */
export async function removeSetUp(setUp: KeptRun): Promise<void> {
  const [error] = await removeRun(setUp, () => undefined);
  if (error !== undefined) throw error;
}
