/** Process exit codes of `pca-e2e`. Scripts rely on them: a number never changes its meaning. */
export const exitCode = {
  /** Every check held. */
  ok: 0,
  /** A check failed: the components came up, but something the guide claims is not true. */
  assertionFailed: 1,
  /** The command line, environment or configuration is wrong. */
  usage: 2,
  /** This machine cannot run the harness; `pca-e2e doctor` says why. */
  machineUnfit: 3,
  /** A component failed to come up (or an artifact could not be built). */
  componentFailed: 4,
  /** Interrupted by the user, and cleaned up. 128 + SIGINT, as shells report it. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCode)[keyof typeof exitCode];
