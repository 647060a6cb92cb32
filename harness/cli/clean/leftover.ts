import type { DockerAwayError } from '../../clusters/ask-docker.ts';
import type { RunLife } from '../run-life.ts';
import type { UndoneStep } from '../undo-record.ts';

/** What a run makes in an account of AWS itself. */
export type AwsKind = 'certificate-authority' | 'role' | 'policy' | 'oidc-provider';

/** One thing that a killed process left. */
export interface Leftover {
  readonly kind: 'process' | 'cluster' | 'container' | 'volume' | 'network' | 'image' | 'folder' | 'file' | AwsKind;
  /** Its name or id; of a cluster of somebody's, in which the run was a guest, its context; the absolute path of a folder or file; the ARN of what is in AWS. */
  readonly name: string;
}

/** Everything that one killed run, or one killed examination of the machine, left. */
export interface LeftoverGroup {
  /** The run; undefined for an examination of the machine. */
  readonly runId: string | undefined;
  /** The run's random value in AWS's tags: of two runs of one id, each is its own group. */
  readonly instance?: string | undefined;
  readonly folder: string | undefined;
  /** How it is known to be a leftover. */
  readonly why: string;
  readonly leftovers: readonly Leftover[];
}

/** What became of a group. */
export interface Removal {
  /** What was undone of a run, step by step. */
  readonly undo: readonly UndoneStep[];
  /** Why something is left, in order. */
  readonly errors: readonly unknown[];
}

/** One look for leftovers, and how what it found is removed. */
export interface Sweep {
  /** Which account was looked through; undefined for this machine. */
  readonly where: string | undefined;
  readonly groups: readonly LeftoverGroup[];
  /** Runs that stand and are no leftovers: they go on, are kept, or cannot be judged from here. */
  readonly others: readonly { readonly runId: string; readonly life: RunLife }[];
  /** What is to be known of what was not looked at. */
  readonly notes?: readonly string[];
  /** Why Docker was not asked; undefined when it was, or had not to be. */
  readonly dockerAway: DockerAwayError | undefined;
  remove(group: LeftoverGroup): Promise<Removal>;
}
