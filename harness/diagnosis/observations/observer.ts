import type { Evidence } from '../evidence.ts';
import type { EvidenceLine } from '../evidence-line.ts';

/** Makes lines of one part of the evidence. A pure function; says nothing where nothing is remarkable. */
export type Observer = (evidence: Evidence) => readonly EvidenceLine[];
