/**
 * Called with the failed test's names (file's describe blocks first) before anything is cleaned up. Answers with what is
 * to be told beside the test's own error.
 */
export type OnTestFailure = (names: readonly string[]) => Promise<string>;

/** What the jest environment and the fixture share: they run in different module worlds, and meet on the global object. */
export interface ScenarioGlobals {
  /** Set by the fixture, called by the environment. */
  pcaE2eOnTestFailure?: OnTestFailure;
  /** Set by the environment. */
  pcaE2eFailures?: number;
}
