import type { ACMPCAClient } from '@aws-sdk/client-acm-pca';
import { UsageError } from '../errors/harness-error.ts';
import { taggedAuthorities } from './tagged-authorities.ts';
import { isOfRun, type RunInAws } from './tags.ts';

export interface CaBudget extends RunInAws {
  /** How many CAs the run is about to create. */
  readonly planned: number;
  /** The most CAs of all runs together that may stand in the account and region. */
  readonly limit: number;
  readonly signal: AbortSignal;
}

/**
 * Keeps a forgotten account from filling up: every CA costs as long as it stands, whether a run still needs it or not.
 *
 * @throws UsageError when the CAs of earlier and other runs leave no room for the planned ones.
 */
export async function checkCaBudget(pca: ACMPCAClient, { planned, limit, signal, ...run }: CaBudget): Promise<void> {
  const standing = (await taggedAuthorities(pca, signal)).filter((ca) => !isOfRun(ca, run));
  if (standing.length + planned <= limit) return;
  const runs = [...new Set(standing.map((ca) => ca.runId))].join(', ');
  throw new UsageError(
    `${standing.length} CAs of other runs stand in the account (${runs}): with ${planned} more there would be more than ${limit}`,
    {
      remedy:
        'Remove what killed runs left with `pca-e2e clean --aws real`. If they are still needed, allow more with --aws-ca-limit.',
    },
  );
}
