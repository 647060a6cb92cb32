import { appendFileSync, existsSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultRunOptions, type RunOptions } from '../flow/run.ts';
import { makeOwnFolder, readOwnFileSync } from '../process/own-file.ts';
import { type ProcessIdentity, thisProcess } from '../process/process-identity.ts';
import type { Keep } from './perform-run.ts';

/** One run of scenarios: what its set-ups are made of, where they are, and whether they stay. */
export interface ScenarioSession {
  /** Absolute path; holds a run folder for each set-up, and the evidence of failed scenarios. */
  readonly folder: string;
  /** Shared set-ups are removed when the command ends, or with their file when jest was started by hand. */
  readonly lifetime: 'command' | 'file';
  /** When set-ups are left standing: never, always, or those of scenarios that failed. */
  readonly keep: Keep;
  /** The process that set-ups are kept for, where nobody asked to keep them: once it is gone, they are leftovers. */
  readonly heldBy?: ProcessIdentity;
  /** What every set-up is made of, unless a scenario asks for something else. */
  readonly options: RunOptions;
}

/** Environment variable by which `pca-e2e run` tells jest's process where the session is. */
export const sessionVariable = 'PCA_E2E_SCENARIO_SESSION';

const sessionFile = 'session.json';
const failuresFolder = 'failed-set-ups';
const setUpsFile = 'set-ups.jsonl';

/** Where it is noted, for the rest of the session, that a set-up could not be made. */
export const failureFileOf = ({ folder }: ScenarioSession, runId: string): string =>
  join(folder, failuresFolder, `${runId}.txt`);

/** Writes a session down for jest's process, and returns the environment that leads to it. */
export function writeSession(session: ScenarioSession): Readonly<Record<string, string>> {
  makeOwnFolder(session.folder);
  rmSync(join(session.folder, failuresFolder), { recursive: true, force: true });
  rmSync(join(session.folder, setUpsFile), { force: true });
  makeOwnFolder(join(session.folder, failuresFolder));
  writeFileSync(join(session.folder, sessionFile), `${JSON.stringify(session, null, 2)}\n`, { mode: 0o644 });
  return { [sessionVariable]: session.folder };
}

/** The session that this process was started for, or undefined when jest was started by hand. */
export function givenSession(): ScenarioSession | undefined {
  const folder = process.env[sessionVariable];
  if (folder === undefined) return undefined;
  return JSON.parse(readOwnFileSync(join(folder, sessionFile))) as ScenarioSession;
}

/** The session of a scenario file: the one that was given, or one that lasts as long as the file. */
export function currentSession(): ScenarioSession {
  const given = givenSession();
  if (given) return given;
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'pca-e2e-scenarios-')));
  const session: ScenarioSession = {
    folder,
    lifetime: 'file',
    keep: 'never',
    heldBy: thisProcess(),
    options: defaultRunOptions,
  };
  writeSession(session);
  return session;
}

/** A line of the session's record of set-ups: which scenario file had which, and how long that took. */
export interface SetUpRecord {
  readonly file: string;
  readonly name: string;
  readonly runId: string;
  readonly folder: string;
  readonly durationMs: number;
  readonly reused: boolean;
}

/** Notes a set-up for the session's report. */
export function recordSetUp(session: ScenarioSession, record: SetUpRecord): void {
  appendFileSync(join(session.folder, setUpsFile), `${JSON.stringify(record)}\n`, { mode: 0o644 });
}

/** Every set-up that was noted, in order. */
export function recordedSetUps(folder: string): readonly SetUpRecord[] {
  const file = join(folder, setUpsFile);
  if (!existsSync(file)) return [];
  return readOwnFileSync(file)
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as SetUpRecord);
}
