import type { KeptRun } from '../flow/run-state.ts';
import { settledUpgrade } from '../flow/upgrade/settled-upgrade.ts';
import { readTrust } from '../flow/upgrade/trust.ts';
import type { Upgrade } from '../flow/upgrade/upgrade.ts';
import { upgradeFlow } from '../flow/upgrade/upgrade-flow.ts';
import type { Reporter } from '../reports/reporter.ts';
import { type PerformedRun, performRun } from './perform-run.ts';

export interface PerformUpgradeOptions {
  readonly kept: KeptRun;
  readonly upgrade: Upgrade;
  readonly reporters: readonly Reporter[];
  readonly signal: AbortSignal;
}

/**
 * Upgrades components of a kept run, one after the other. The run stays kept, whatever becomes of it; its folder then
 * tells which versions are there, and what was begun and not ended.
 */
export async function performUpgrade({
  kept,
  upgrade,
  reporters,
  signal,
}: PerformUpgradeOptions): Promise<PerformedRun> {
  // Before anything is built: a cluster that does not answer is told at once.
  const before = await readTrust(upgrade.outputs, signal);
  return performRun({
    run: { ...kept.run, options: upgrade.options },
    continuing: kept,
    instead: {
      workOf: (onProgress) => upgradeFlow(upgrade, async () => before, onProgress),
      settle: (result) => settledUpgrade(kept, upgrade, result),
    },
    until: 'pod-chain',
    sequential: true,
    keep: 'always',
    heldBy: kept.heldBy,
    reporters,
    signal,
  });
}
