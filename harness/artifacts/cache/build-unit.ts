import { rm } from 'node:fs/promises';
import { ComponentError, HarnessError, MachineError, UsageError } from '../../errors/harness-error.ts';
import { CommandError } from '../../process/command-error.ts';
import { quoteCommand } from '../../process/quote-command.ts';
import type { runCommand } from '../../process/run-command.ts';
import { localHostTools } from '../local/host-tools.ts';
import type { ProgressListener } from '../progress.ts';
import { BuildLog } from './build-log.ts';
import { writeManifest } from './entry-manifest.ts';
import type { Origin, Unit, UnitWork } from './unit.ts';
import { lockUnit } from './unit-lock.ts';
import type { UnitStore } from './unit-store.ts';

/** What building needs from the world around it. */
export interface BuildSurroundings {
  readonly store: UnitStore;
  readonly signal: AbortSignal;
  readonly onProgress: ProgressListener;
  readonly runCommand: typeof runCommand;
}

/**
 * Makes sure that a unit's entry exists: takes it from the cache, or builds it, alone among all processes of this machine.
 *
 * @throws ComponentError with the build's last lines when it fails, MachineError when a program is missing. The signal's reason when the signal fires.
 */
export async function buildUnit(unit: Unit, around: BuildSurroundings): Promise<void> {
  const startedMs = performance.now();
  const elapsedMs = () => performance.now() - startedMs;
  const { store, onProgress } = around;
  const report = (text: string) => onProgress({ kind: 'line', unit: unit.id, text });

  const before = await store.check(unit);
  if (before.state === 'whole') {
    await store.markUsed(unit);
    onProgress({ kind: 'ended', unit: unit.id, outcome: 'cached', durationMs: elapsedMs() });
    return;
  }
  onProgress({ kind: 'started', unit: unit.id, title: unit.title });
  if (before.state === 'broken') report(`the cached ${unit.id} cannot be used: ${before.problem}; building it again`);
  try {
    await using _lock = await lockUnit(store.lockOf(store.nameOf(unit)), {
      signal: around.signal,
      onWaiting: (pid) => report(`process ${pid} is building ${unit.id}; waiting for it`),
    });
    // Whoever held the lock may have built it.
    if ((await store.check(unit)).state === 'whole') {
      onProgress({ kind: 'ended', unit: unit.id, outcome: 'cached', durationMs: elapsedMs() });
      return;
    }
    const receivedBytes = await buildWithLock(unit, around, report);
    onProgress({
      kind: 'ended',
      unit: unit.id,
      outcome: unit.activity === 'Fetching' ? 'fetched' : 'built',
      durationMs: elapsedMs(),
      ...(receivedBytes === 0 ? {} : { receivedBytes }),
    });
  } catch (error) {
    onProgress({ kind: 'ended', unit: unit.id, outcome: 'failed', durationMs: elapsedMs() });
    throw error;
  }
}

/** @returns How many bytes it fetched. */
async function buildWithLock(unit: Unit, around: BuildSurroundings, report: (text: string) => void): Promise<number> {
  const { store, signal } = around;
  const startedMs = performance.now();
  const workshop = await store.openWorkshop(unit);
  using log = new BuildLog(store.logOf(store.nameOf(unit)));
  const origins: Origin[] = [];
  let receivedBytes = 0;
  const work: UnitWork = {
    output: workshop.output,
    scratch: workshop.scratch,
    key: store.keyOf(unit),
    signal,
    outputOf(need) {
      if (!unit.needs.includes(need)) throw new Error(`${unit.id} uses ${need.id} without naming it in needs`);
      return store.entryOf(need);
    },
    cameFrom(origin) {
      origins.push(origin);
    },
    received(bytes) {
      receivedBytes += bytes;
    },
    say(line) {
      log.write(line);
      report(line);
    },
    run(file, args, { evenWhenInterrupted = false, ...options } = {}) {
      log.write(`$ ${quoteCommand([file, ...args])}`);
      return around.runCommand(file, args, {
        ...options,
        ...(evenWhenInterrupted ? {} : { signal }),
        onLine: work.say,
      });
    },
  };
  try {
    await unit.build(work);
    await writeManifest(workshop.output, {
      unit: unit.id,
      version: unit.version,
      key: work.key,
      builtAt: new Date().toISOString(),
      buildMs: Math.round(performance.now() - startedMs),
      origins,
    });
    await store.commit(unit, workshop.output);
    return receivedBytes;
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    // A version that does not exist is the user's to correct; where the log is would not help.
    throw error instanceof UsageError ? error : failed(unit, log, error);
  } finally {
    await rm(workshop.root, { recursive: true, force: true });
  }
}

function failed(unit: Unit, log: BuildLog, cause: unknown): HarnessError {
  const building = `${unit.activity ?? 'Building'} ${unit.id} ${unit.version} failed`;
  if (cause instanceof CommandError && cause.missing) {
    return new MachineError(`${building}: ${cause.command} ${cause.outcome}`, {
      remedy: installing(cause.command),
      cause,
    });
  }
  const what = cause instanceof CommandError ? `${cause.command} ${cause.outcome}` : errorText(cause);
  const lastLines = cause instanceof CommandError ? `\n${log.lastLines}` : '';
  // What is wrong with a registry or a server knows better what to do than the log does.
  const advice = cause instanceof HarnessError && cause.remedy !== undefined ? `${cause.remedy} ` : '';
  return new ComponentError(`${building}: ${what}${lastLines}`, {
    remedy: `${advice}The whole output is in ${log.path}. Finished parts are kept: the next run goes on from here.`,
    cause,
  });
}

function installing(command: string): string {
  const tool = localHostTools.find((each) => command.startsWith(`${each.command} `));
  const what = tool === undefined ? 'Install it' : `Install it (Debian package ${tool.debianPackage})`;
  return `${what}, or let pca-e2e bootstrap do so.`;
}

function errorText(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
