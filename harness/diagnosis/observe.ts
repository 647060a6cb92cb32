import type { Evidence } from './evidence.ts';
import type { EvidenceLine } from './evidence-line.ts';
import { observers } from './observations/all-observers.ts';

/** All that the evidence says, as a flat list of lines: what rules match. The most telling kinds come first. */
export function observe(evidence: Evidence): readonly EvidenceLine[] {
  return observers.flatMap((observer) => observer(evidence));
}
