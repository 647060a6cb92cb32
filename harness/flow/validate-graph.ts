import type { AnyStep } from './step.ts';
import type { StepId } from './step-outputs.ts';

/**
 * Checks that every need names a step that comes earlier in the list. Being listed before one's dependents also rules
 * out cycles, and keeps the list readable as the story it is.
 *
 * @throws Error naming the step and its unmet need: a mistake in the flow's code, not in its use.
 */
export function validateGraph(steps: readonly AnyStep[]): void {
  const seen = new Set<StepId>();
  for (const step of steps) {
    for (const need of [...step.needs, ...(step.beside ?? [])]) {
      if (!seen.has(need)) throw new Error(`Step ${step.id} needs ${need}, which no step before it provides`);
    }
    if (seen.has(step.id)) throw new Error(`Step ${step.id} is listed twice`);
    seen.add(step.id);
  }
}

/**
 * The steps that are wanted for `until` to be reached: itself and all that it needs or runs beside, directly or not, in
 * the list's order.
 */
export function stepsUntil(steps: readonly AnyStep[], until: StepId): readonly AnyStep[] {
  const wanted = new Set<StepId>([until]);
  for (const step of steps.toReversed()) {
    if (wanted.has(step.id)) for (const other of [...step.needs, ...(step.beside ?? [])]) wanted.add(other);
  }
  return steps.filter((step) => wanted.has(step.id));
}
