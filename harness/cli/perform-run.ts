import type { Progress } from '../artifacts/progress.ts';
import { collectEvidence } from '../diagnosis/collect-evidence.ts';
import { ComponentError, InterruptedError } from '../errors/harness-error.ts';
import { installFlow } from '../flow/install-flow.ts';
import type { Run } from '../flow/run.ts';
import type { RunEvent } from '../flow/run-events.ts';
import { removeRunState, writeRunState } from '../flow/run-state.ts';
import { type FlowResult, runFlow } from '../flow/runner.ts';
import type { StepId } from '../flow/step-outputs.ts';
import { stepsUntil } from '../flow/validate-graph.ts';
import { CommandLog } from '../reports/command-log.ts';
import { jsonReport } from '../reports/json-report.ts';
import { ReporterMultiplexer } from '../reports/multiplexer.ts';
import type { Reporter } from '../reports/reporter.ts';
import { type RunOutcome, RunRecord, type RunReport } from '../reports/run-report.ts';
import { claimRun } from './claim-run.ts';
import { removeAccess, writeEnvironment } from './keep.ts';

/** When to leave everything standing: never, after every run, or after one that failed (not after an interrupt). */
export type Keep = 'never' | 'always' | 'failed';

export interface PerformRunOptions {
  readonly run: Run;
  readonly until: StepId;
  readonly sequential: boolean;
  readonly keep: Keep;
  readonly reporters: readonly Reporter[];
  readonly signal: AbortSignal;
}

export interface PerformedRun {
  readonly report: RunReport;
  /** The first thing that went wrong: in a step, in undoing, or in reporting. */
  readonly error: unknown;
}

/** One whole run: the install flow, then keeping or undoing it, then its reports. */
export async function performRun(options: PerformRunOptions): Promise<PerformedRun> {
  const { run } = options;
  await claimRun(run);
  const commandLog = new CommandLog(run.folder);
  const record = new RunRecord();
  const reporters = new ReporterMultiplexer([...options.reporters, jsonReport]);
  const emit = (event: RunEvent) => {
    record.onEvent(event);
    reporters.onEvent(event);
  };
  const onProgress = (progress: Progress) => emit({ type: 'artifact-progress', atMs: Date.now(), progress });
  const steps = stepsUntil(installFlow(onProgress), options.until);
  emit({ type: 'run-started', atMs: Date.now(), runId: run.id, folder: run.folder, steps });

  const result = await runFlow({ run, steps, sequential: options.sequential, signal: options.signal, emit });
  const endedAtMs = Date.now();
  const evidenceError = isFailure(result.error) ? await evidenceOf(run, result) : undefined;
  const keepError = isKept(options.keep, result.error) ? await keepRun(run, result) : undefined;
  const kept = isKept(options.keep, result.error) && keepError === undefined;
  const undoErrors = kept ? [] : await undoRun(run, result);
  const error = result.error ?? keepError ?? undoErrors[0] ?? evidenceError;

  const { outputs } = result;
  const report = record.report({
    runId: run.id,
    outcome: outcomeOf(error),
    versions: outputs.artifacts?.versions ?? run.options.versions,
    provider: run.options.provider,
    aws: run.options.aws,
    chain: outputs['pod-chain']?.entries ?? [],
    endedAtMs,
  });
  const chainPem = outputs['pod-chain']?.pem;
  commandLog.close();
  const reportErrors = await reporters.onEnd(report, { folder: run.folder, error, kept, chainPem });
  return { report, error: error ?? reportError(reportErrors) };
}

function isKept(keep: Keep, error: unknown): boolean {
  if (error instanceof InterruptedError) return false;
  return keep === 'always' || (keep === 'failed' && isFailure(error));
}

const isFailure = (error: unknown) => error !== undefined && !(error instanceof InterruptedError);

const evidenceBudgetMs = 60_000;

/** Evidence comes before undoing; that it could not be written must not keep the run from being undone. */
async function evidenceOf(run: Run, { outputs: { artifacts, cluster } }: FlowResult): Promise<unknown> {
  const source =
    artifacts && cluster ? { kubectl: artifacts.tools.kubectl, kubeconfig: cluster.kubeconfig } : undefined;
  try {
    const signal = AbortSignal.timeout(evidenceBudgetMs);
    await collectEvidence({ runId: run.id, runFolder: run.folder, cluster: source, signal });
    return undefined;
  } catch (error) {
    return error;
  }
}

/** @returns Why the run could not be written down: nobody could find it then, so it is undone instead. */
async function keepRun(run: Run, { outputs }: FlowResult): Promise<unknown> {
  try {
    await writeRunState({ run, outputs });
    await writeEnvironment({ run, outputs });
    return undefined;
  } catch (cause) {
    return new ComponentError(`The run could not be kept: ${run.folder} cannot be written`, { cause });
  }
}

async function undoRun(run: Run, result: FlowResult): Promise<readonly unknown[]> {
  const errors = await result.undo();
  if (errors.length === 0) {
    await removeAccess(run.folder);
    await removeRunState(run.folder);
  }
  return errors;
}

function outcomeOf(error: unknown): RunOutcome {
  if (error === undefined) return 'passed';
  return error instanceof InterruptedError ? 'interrupted' : 'failed';
}

function reportError(errors: readonly unknown[]): unknown {
  return errors.length === 0 ? undefined : new ComponentError('A report could not be written', { cause: errors[0] });
}
