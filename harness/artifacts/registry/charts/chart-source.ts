import type { Origin } from '../../cache/unit.ts';
import type { RetryOptions } from '../http/retry.ts';

/** Where a chart is published, in whatever kind of repository. */
export interface ChartSource {
  readonly name: string;
  /** The repository, as messages name it. */
  readonly address: string;
  /** Every version there is, as the repository writes them. */
  versions(options: RetryOptions): Promise<readonly string[]>;
  /**
   * Fetches the archive of one version, and verifies its digest. Returns where it came from.
   *
   * @param version - without a leading `v`
   * @throws UsageError for a version that does not exist, naming the nearest that do.
   */
  fetch(version: string, file: string, options: RetryOptions): Promise<Origin>;
}
