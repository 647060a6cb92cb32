import type { Evidence } from '../evidence.ts';
import type { HealthySetUp } from './healthy-evidence.ts';

/** What a set-up shows that has one rule's failure and no other, in the words of the real components. For tests. */
export interface Example {
  /** The rule. */
  readonly id: string;
  /** What is special about this example, where a rule has more than one. */
  readonly when?: string;
  /** What the cause must name. */
  readonly names: string | RegExp;
  evidence(healthy: HealthySetUp): Evidence;
}
