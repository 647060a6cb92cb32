/**
 * What a line tells of. The present: `condition`, `pod`, `relation` (a fact derived from several objects), `authority`
 * (a CA in AWS), and `error` (the words of what failed in the run). The past: `event`, `log`, `journal` (requests to AWS).
 */
export type LineKind = 'condition' | 'pod' | 'relation' | 'authority' | 'error' | 'event' | 'log' | 'journal';

/** Kinds that tell how it is now. Logs and events also hold what went wrong and was overcome since. */
export const presentKinds: readonly LineKind[] = ['condition', 'pod', 'relation', 'authority', 'error'];

/** One thing that was seen. Rules match its text: `SUBJECT: text`. */
export interface EvidenceLine {
  readonly kind: LineKind;
  /** `CertificateRequest istio-system/istio-ca-1`. */
  readonly subject: string;
  readonly text: string;
}

/** A line as rules match it and reports show it. */
export const textOf = ({ subject, text }: EvidenceLine): string => `${subject}: ${text}`;
