/** Called with the failed test's names (file's describe blocks first) and its error, before anything is cleaned up. */
export type OnTestFailure = (names: readonly string[], error: unknown) => Promise<void>;

/** What the jest environment and the fixture share: they run in different module worlds, and meet on the global object. */
export interface ScenarioGlobals {
  /** Set by the fixture, called by the environment. */
  pcaE2eOnTestFailure?: OnTestFailure;
  /** Set by the environment. */
  pcaE2eFailures?: number;
}
