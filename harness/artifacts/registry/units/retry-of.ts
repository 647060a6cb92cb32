import type { UnitWork } from '../../cache/unit.ts';
import type { RetryOptions } from '../http/retry.ts';

/** How a unit fetches: it tells its user of every attempt that failed, and counts what arrives. */
export function retryOf({ signal, say, received }: UnitWork): RetryOptions {
  return { signal, say, received };
}
