import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach } from '@jest/globals';
import { currentSession, recordSetUp, type ScenarioSession } from '../cli/scenario-session.ts';
import type { RunOptions } from '../flow/run.ts';
import type { ScenarioGlobals } from './failure-hook.ts';
import { LiveSetUp } from './live-set-up.ts';
import { provideSetUp, removeSetUp, type SetUpRequest } from './provide-set-up.ts';
import { scenarioFileName, slug } from './scenario-name.ts';
import { lastStepOf, type SetUpKind } from './set-up-kind.ts';

export interface SetUpOptions {
  /** Why the scenario needs a cluster of its own. Without it, the set-up is shared, and left as it was found. */
  readonly freshBecause?: string;
  /** What differs from the session's options. */
  readonly options?: Partial<RunOptions>;
}

/** A set-up takes a minute; what hangs longer is ended by its own step's timeout, with what was seen. */
const setUpTimeoutMs = 10 * 60_000;
const cleanUpTimeoutMs = 120_000;
/** Components that were never built on this machine take minutes. */
const buildTimeoutMs = 45 * 60_000;

/**
 * Gives the scenarios of a file a set-up: made (or found) before the first of them, put back in order after each, and
 * removed after the last unless it is shared or kept. When it cannot be made none of them runs, and its evidence is in
 * its run folder. When a scenario fails, evidence and diagnosis are taken before anything is cleaned up.
 *
 * @returns What the scenarios work with; usable from the first hook on.
 */
export function useSetUp<const Kind extends SetUpKind>(kind: Kind, setUpOptions: SetUpOptions = {}): LiveSetUp<Kind> {
  const session = currentSession();
  const live = new LiveSetUp<Kind>();
  const globals = globalThis as ScenarioGlobals;

  beforeAll(
    async () => {
      const provided = await provideSetUp(session, requestOf(kind, setUpOptions, session));
      const { run, durationMs, reused } = provided;
      recordSetUp(session, {
        file: scenarioFileName(),
        name: kind,
        runId: run.id,
        folder: run.folder,
        durationMs,
        reused,
      });
      live.begin(provided);
      globals.pcaE2eOnTestFailure = (names) =>
        live.keepEvidence(join(session.folder, 'evidence', scenarioFileName(), slug(names.join(' '))));
      // What the session's own versions need was built before its first scenario; for others it may have to be built now.
    },
    setUpOptions.options?.versions === undefined ? setUpTimeoutMs : buildTimeoutMs,
  );

  beforeEach(() => live.beginTest());

  afterEach(() => live.endTest(), cleanUpTimeoutMs);

  afterAll(async () => {
    const setUp = await live.end();
    const outlivesFile = setUpOptions.freshBecause === undefined && session.lifetime === 'command';
    if (setUp === undefined || outlivesFile) return;
    const failed = (globals.pcaE2eFailures ?? 0) > 0;
    if (session.keep === 'always' || (session.keep === 'failed' && failed)) return;
    await removeSetUp(setUp);
  }, cleanUpTimeoutMs);

  return live;
}

function requestOf(kind: SetUpKind, { freshBecause, options }: SetUpOptions, session: ScenarioSession): SetUpRequest {
  return {
    name: kind,
    sharing: freshBecause === undefined ? 'shared' : 'fresh',
    until: lastStepOf(kind),
    options: { ...session.options, ...options },
  };
}
