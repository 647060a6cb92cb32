import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Shard } from '../matrix/shard.ts';
import { readSavedReport, savedReportFiles } from '../reports/saved-report.ts';
import type { ScenarioReport } from '../reports/scenario-report.ts';
import { jestArguments, projectFolder } from './jest-command.ts';
import { type ScenarioSession, writeSession } from './scenario-session.ts';

export interface JestOptions {
  /** Of jest's configuration. */
  readonly project: string;
  /** Regular expressions for paths; every file of the project when there is none. */
  readonly patterns: readonly string[];
  readonly shard?: Shard;
  /** Takes what jest and its reporters print on standard output. */
  readonly stdout: NodeJS.WritableStream;
  readonly signal: AbortSignal;
}

export interface JestResult {
  /** Null when a signal ended jest. */
  readonly exitCode: number | null;
  /** Undefined when jest ended before it wrote one. */
  readonly report: ScenarioReport | undefined;
}

/** Runs files of jest in a session, as a process of its own that writes its report into the session's folder. */
export async function runJest(session: ScenarioSession, options: JestOptions): Promise<JestResult> {
  const { project, patterns, shard, stdout, signal } = options;
  signal.throwIfAborted();
  // An earlier run's report would be taken for this one's, should this one end without its own.
  await rm(join(session.folder, savedReportFiles.scenarios), { force: true });
  const args = jestArguments(project, [
    ...(shard === undefined ? [] : ['--shard', `${shard.index}/${shard.count}`]),
    ...patterns,
  ]);
  const child = spawn(process.execPath, args, {
    cwd: projectFolder,
    // By the channel jest sees that this process is gone, and ends too.
    stdio: ['inherit', stdout === process.stdout ? 'inherit' : 'pipe', 'inherit', 'ipc'],
    env: { ...process.env, ...writeSession(session) },
  });
  child.stdout?.pipe(stdout, { end: false });
  // On a terminal Ctrl-C reaches jest by itself; a signal to this process alone does not.
  signal.addEventListener('abort', () => child.kill('SIGTERM'), { once: true });
  const [exitCode] = (await once(child, 'close')) as [number | null];
  const saved = await readSavedReport(session.folder);
  return { exitCode, report: saved?.kind === 'scenarios' ? saved.report : undefined };
}
