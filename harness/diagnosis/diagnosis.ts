/** A cause that the evidence names, and what to do about it. */
export interface Diagnosis {
  /** Stable and kebab-case: the rule's id. */
  readonly id: string;
  /** Names the particular: which object, which state, which action. */
  readonly cause: string;
  /** What was seen, the most telling first. */
  readonly evidence: readonly string[];
  /** Imperative sentences; commands in them can be pasted. */
  readonly remedy: string;
  /** Public threads (`owner/repository#number`), pages, and steps of the guide. */
  readonly references: readonly string[];
}
