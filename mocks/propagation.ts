import type { Clock } from './clock.ts';

/**
 * Eventual consistency: what AWS has just created, attached or detached is unknown to its other parts for a while.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html#troubleshoot_general_eventual-consistency
 */
export class Propagation {
  /** Nothing is ever unknown. */
  static readonly immediate = new Propagation({ nowMs: () => 0 }, () => 0);

  readonly #clock: Clock;
  readonly #delayMs: () => number;
  readonly #changedAtMs = new Map<unknown, number>();

  /** @param delayMs - The present delay, in milliseconds; 0 makes everything known at once. */
  constructor(clock: Clock, delayMs: () => number) {
    this.#clock = clock;
    this.#delayMs = delayMs;
  }

  /** Notes that something changes now: an entity, or a name for a relation between two. */
  begin(thing: unknown): void {
    if (this.#delayMs() > 0) this.#changedAtMs.set(thing, this.#clock.nowMs());
  }

  /** Whether the last change of something is known everywhere. */
  isKnown(thing: unknown): boolean {
    const changedAtMs = this.#changedAtMs.get(thing);
    return changedAtMs === undefined || changedAtMs + this.#delayMs() <= this.#clock.nowMs();
  }
}

/** Names an attachment, whose policy counts only once the attachment is known. */
export const attachment = (holderArn: string, policyArn: string): string => `${holderArn} holds ${policyArn}`;
/** Names the last detachment at an entity, which cannot be deleted before that is known. */
export const detachment = (arn: string): string => `${arn} detached`;
