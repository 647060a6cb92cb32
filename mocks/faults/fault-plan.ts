import type { FaultEffect, FaultRule, InstalledFault } from '../contract.ts';
import { matchesWildcard } from '../iam/policy/wildcard.ts';
import { seededRandom } from './seeded-random.ts';

/** What is known of a request when a fault is chosen for it. */
export interface RequestFacts {
  readonly service: string | null;
  readonly operation: string | undefined;
  readonly principalArn: string | undefined;
  readonly resourceArn: string | undefined;
}

/** A fault that befalls a request. */
export interface Fault {
  readonly name: string;
  readonly effect: FaultEffect;
}

interface ArmedRule {
  readonly id: number;
  readonly rule: FaultRule;
  readonly installedAtMs: number;
  readonly random: () => number;
  seen: number;
  fired: number;
}

/** Some faults strike before the caller is known, the others when everything about the request is. */
export type FaultPhase = 'before authentication' | 'before the operation';

/**
 * The faults that the mock commits on purpose. Which request is struck follows from counts and seeds alone, so that a failing
 * run can be run again.
 */
export class FaultPlan {
  #nextId = 1;
  readonly #rules = new Map<number, ArmedRule>();

  install(rule: FaultRule, nowMs: number): InstalledFault {
    const armed = {
      id: this.#nextId,
      rule,
      installedAtMs: nowMs,
      random: seededRandom(rule.when?.seed ?? 1),
      seen: 0,
      fired: 0,
    };
    this.#nextId += 1;
    this.#rules.set(armed.id, armed);
    return describe(armed);
  }

  remove(id: number): boolean {
    return this.#rules.delete(id);
  }

  clear(): void {
    this.#rules.clear();
  }

  list(): readonly InstalledFault[] {
    return [...this.#rules.values()].map(describe);
  }

  /** The faults for this request, in the order of their installation. Counts it for every rule that it matches. */
  strike(phase: FaultPhase, facts: RequestFacts, nowMs: number): readonly Fault[] {
    // The usual case must cost nothing.
    if (this.#rules.size === 0) return noFaults;
    return [...this.#rules.values()]
      .filter(({ rule }) => phaseOf(rule.effect) === phase && matches(rule, facts))
      .filter((armed) => fires(armed, nowMs))
      .map(({ id, rule }) => ({ name: rule.name ?? `${rule.effect.kind} #${id}`, effect: rule.effect }));
  }
}

const noFaults: readonly Fault[] = [];

function phaseOf({ kind }: FaultEffect): FaultPhase {
  return kind === 'drop' || kind === 'clockSkew' || kind === 'outage'
    ? 'before authentication'
    : 'before the operation';
}

function matches({ match = {} }: FaultRule, facts: RequestFacts): boolean {
  return (
    (match.service === undefined || match.service === facts.service) &&
    (match.operation === undefined || match.operation === facts.operation) &&
    (match.principalArn === undefined || matchesWildcard(match.principalArn, facts.principalArn ?? '')) &&
    (match.resourceArn === undefined || matchesWildcard(match.resourceArn, facts.resourceArn ?? ''))
  );
}

function fires(armed: ArmedRule, nowMs: number): boolean {
  const { when = {} } = armed.rule;
  const ageMs = nowMs - armed.installedAtMs;
  if (ageMs < (when.startAfterMs ?? 0)) return false;
  if (when.durationMs !== undefined && ageMs >= (when.startAfterMs ?? 0) + when.durationMs) return false;
  armed.seen += 1;
  if (armed.seen <= (when.skip ?? 0)) return false;
  if (when.times !== undefined && armed.fired >= when.times) return false;
  if (when.every !== undefined && (armed.seen - (when.skip ?? 0)) % when.every !== 0) return false;
  if (when.probability !== undefined && armed.random() >= when.probability) return false;
  armed.fired += 1;
  return true;
}

function describe({ id, rule, seen, fired }: ArmedRule): InstalledFault {
  return { id, rule, seen, fired };
}
