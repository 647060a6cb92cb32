import type { Progress, ProgressListener } from '../artifacts/progress.ts';
import { collectEvidence } from '../diagnosis/collect-evidence.ts';
import type { Diagnosis } from '../diagnosis/diagnosis.ts';
import { explainingFullDisk } from '../errors/file-not-written.ts';
import { ComponentError, explainsItself, InterruptedError } from '../errors/harness-error.ts';
import { evidenceAccess } from '../flow/evidence-access.ts';
import { installFlow } from '../flow/install-flow.ts';
import { type RemainingWork, remainingWork } from '../flow/remaining-work.ts';
import type { Run } from '../flow/run.ts';
import type { RunEvent } from '../flow/run-events.ts';
import { type KeptRun, writeRunState } from '../flow/run-state.ts';
import type { FlowResult } from '../flow/runner.ts';
import type { StepId, StepOutputs } from '../flow/step-outputs.ts';
import type { ProcessIdentity } from '../process/process-identity.ts';
import { CommandLog } from '../reports/command-log.ts';
import { errorText } from '../reports/error-text.ts';
import { fileReports } from '../reports/file-reports.ts';
import { ReporterMultiplexer } from '../reports/multiplexer.ts';
import type { Reporter } from '../reports/reporter.ts';
import { RunRecord } from '../reports/run-record.ts';
import type { RunOutcome, RunReport } from '../reports/run-report.ts';
import { claimRun } from './claim-run.ts';
import { continuedReport, readReport } from './continued-report.ts';
import { forgetRun, writeEnvironment } from './keep.ts';
import { releaseRun } from './run-owner.ts';
import { runRemaining } from './run-remaining.ts';
import { startRefresher } from './session-refresher.ts';

/** When to leave everything standing: never, after every run, or after one that failed (not after an interrupt). */
export type Keep = 'never' | 'always' | 'failed';

export interface PerformRunOptions {
  readonly run: Run;
  readonly until: StepId;
  readonly sequential: boolean;
  readonly keep: Keep;
  /** Goes on with this run instead of making a new one; it then stays kept, whatever comes of it. */
  readonly continuing?: KeptRun;
  /** Does this step, and all that stands on it, once more. */
  readonly from?: StepId | undefined;
  /** Of a run that is gone on with: this is done, and not what its install flow has left. */
  readonly instead?: OtherWork;
  /** The process that the run is kept for. Without it, it is kept until somebody removes it. */
  readonly heldBy?: ProcessIdentity | undefined;
  readonly reporters: readonly Reporter[];
  readonly signal: AbortSignal;
}

/** Work on a run that stands, which leaves it otherwise than its steps' outputs alone tell. */
export interface OtherWork {
  workOf(onArtifactProgress: ProgressListener): RemainingWork;
  settle(result: FlowResult): Required<Pick<KeptRun, 'run' | 'outputs' | 'unfinished'>>;
}

export interface PerformedRun {
  readonly report: RunReport;
  /** What the steps that passed have made. */
  readonly outputs: Partial<StepOutputs>;
  /** The first thing that went wrong: in a step, in undoing, or in reporting. */
  readonly error: unknown;
}

/** One whole run: the install flow, then keeping or undoing it, then its reports. */
export async function performRun(options: PerformRunOptions): Promise<PerformedRun> {
  const { run, continuing, instead } = options;
  await claimRun(run, continuing);
  const earlierReport = continuing && (await readReport(run.folder));
  const commandLog = new CommandLog(run.folder);
  const record = new RunRecord();
  const reporters = new ReporterMultiplexer(options.reporters);
  const emit = (event: RunEvent) => {
    record.onEvent(event);
    reporters.onEvent(event);
  };
  const onProgress = (progress: Progress) => emit({ type: 'artifact-progress', atMs: Date.now(), progress });
  const { until, from, sequential, signal } = options;
  const work = instead
    ? instead.workOf(onProgress)
    : remainingWork(installFlow(onProgress), continuing ?? { run, outputs: {} }, { until, from });
  const alreadyDone = work.steps.filter(({ id }) => id in work.alreadyDone).map(({ id }) => id);
  emit({ type: 'run-started', atMs: Date.now(), runId: run.id, folder: run.folder, steps: work.steps, alreadyDone });

  const emitReset = (event: RunEvent) => reporters.onEvent(event);
  const ended = await runRemaining({ run, work, kept: continuing, sequential, signal, emit, emitReset });
  const { run: left, ...result } = { run, ...ended, ...instead?.settle(ended), error: explained(run, ended.error) };
  const endedAtMs = Date.now();
  const isUnclear = isFailure(result.error) && !explainsItself(result.error);
  const { diagnosis, error: evidenceError } = isUnclear ? await lookInto(run, result, signal) : nothingSeen;
  const keepError = isKept(options, result.error) ? await keepRun({ ...options, run: left }, result) : undefined;
  const kept = isKept(options, result.error) && keepError === undefined;
  const undoErrors = kept ? [] : await undoRun(run, result);
  const error = result.error ?? explained(run, keepError) ?? undoErrors[0] ?? evidenceError;

  const { outputs } = result;
  // Of a run that was gone on with, a chain that was read before what it stands on was made anew is none of this run's.
  const chain = work.abandoned.includes('pod-chain') ? undefined : outputs['pod-chain'];
  const recorded = record.report({
    runId: run.id,
    outcome: outcomeOf(error),
    error,
    versions: outputs.artifacts?.versions ?? run.options.versions,
    ...(outputs.artifacts === undefined ? {} : { images: outputs.artifacts.images }),
    provider: run.options.provider,
    aws: run.options.aws,
    chain: chain?.entries ?? [],
    diagnosis,
    ...(isFailure(error) && !isUnclear ? { undiagnosed: true } : {}),
    endedAtMs,
  });
  const report = continuedReport(recorded, earlierReport, work.alreadyDone);
  const chainPem = chain?.pem;
  const end = { folder: run.folder, error, kept, chainPem, evidenceError };
  const unwritten = [...commandLog.close(), ...(await new ReporterMultiplexer(fileReports).onEnd(report, end))];
  const shownError = error ?? unwritten[0];
  // Last, so that what could not be written is shown.
  const [showError] = await reporters.onEnd(report, { ...end, error: shownError, unwritten });
  return { report, outputs, error: shownError ?? reportError(showError) };
}

function isKept({ keep, continuing, signal }: PerformRunOptions, error: unknown): boolean {
  if (continuing) return true;
  // Also when the interrupt came while a failure was looked into.
  if (error !== undefined && signal.aborted) return false;
  return keep === 'always' || (keep === 'failed' && isFailure(error));
}

const isFailure = (error: unknown) => error !== undefined && !(error instanceof InterruptedError);

const evidenceBudgetMs = 60_000;

interface FailureSeen {
  readonly diagnosis: readonly Diagnosis[];
  /** Why it could not be looked into. */
  readonly error: unknown;
}

const nothingSeen: FailureSeen = { diagnosis: [], error: undefined };

/** Evidence comes before undoing; that it could not be collected must not keep the run from being undone. */
async function lookInto(run: Run, { outputs, error }: FlowResult, interrupt: AbortSignal): Promise<FailureSeen> {
  try {
    const { diagnosis } = await collectEvidence({
      ...evidenceAccess({ run, outputs }),
      runFolder: run.folder,
      errors: [errorText(error)],
      signal: AbortSignal.any([AbortSignal.timeout(evidenceBudgetMs), interrupt]),
    });
    return { diagnosis, error: undefined };
  } catch (failure) {
    return { ...nothingSeen, error: failure };
  }
}

/** @returns Why the run could not be written down: nobody could find it then, so it is undone instead. */
async function keepRun({ run, heldBy }: PerformRunOptions, result: FlowResult): Promise<unknown> {
  const { outputs, unfinished } = result;
  try {
    await writeRunState({ run, outputs, unfinished, ...(heldBy === undefined ? {} : { heldBy }) });
    await writeEnvironment({ run, outputs });
    await startRefresher({ run, outputs });
    await releaseRun(run.folder);
    return undefined;
  } catch (cause) {
    return new ComponentError(`The run could not be kept: ${run.folder} cannot be written`, { cause });
  }
}

/** What could not be undone stays marked as this process's, so that `clean` finds it. */
async function undoRun(run: Run, result: FlowResult): Promise<readonly unknown[]> {
  const errors = await result.undo();
  if (errors.length === 0) await forgetRun(run.folder);
  return errors;
}

function outcomeOf(error: unknown): RunOutcome {
  if (error === undefined) return 'passed';
  return error instanceof InterruptedError ? 'interrupted' : 'failed';
}

const explained = ({ folder }: Run, error: unknown): unknown => explainingFullDisk(error, folder);

function reportError(cause: unknown): unknown {
  return cause === undefined ? undefined : new ComponentError('The run could not be shown', { cause });
}
