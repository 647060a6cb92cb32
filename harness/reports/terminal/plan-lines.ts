import type { PlannedStep } from '../../flow/plan-flow.ts';
import type { PlannedAction } from '../../flow/planned-action.ts';
import { titleOfStep } from '../wording.ts';
import type { Style } from './style.ts';

/** A plan for people: each step with what it waits for, below it what it does. */
export function planLines(steps: readonly PlannedStep[], style: Style): readonly string[] {
  return steps.flatMap((step) => {
    const { needs, state, actions, undo } = step;
    const notes = [
      ...(state === 'to run' ? [] : [state]),
      ...(needs.length === 0 ? [] : [`after ${needs.join(', ')}`]),
    ];
    const head = `${style.bold(titleOfStep(step))} (${step.id})`;
    return [
      '',
      head,
      ...(notes.length === 0 ? [] : [style.dim(`  ${notes.join('; ')}`)]),
      ...runs(actions).map((run) => `  ${repeated(run)}`),
      ...runs(undo).map((run) => `  undo: ${repeated(run)}`),
    ];
  });
}

const repeated = ({ action, times }: { readonly action: PlannedAction; readonly times: number }): string =>
  `${describe(action)}${times > 1 ? ` (${times} times)` : ''}`;

function describe({ by, what, unless, as }: PlannedAction): string {
  const notes = [...(as === undefined ? [] : [`as ${as}`]), ...(unless === undefined ? [] : [`unless ${unless}`])];
  return `${inWords({ by, what })}${notes.length === 0 ? '' : ` (${notes.join('; ')})`}`;
}

const inWords = ({ by, what }: PlannedAction): string =>
  ({
    command: `$ ${what}`,
    aws: `AWS: ${what}`,
    kubernetes: `apply ${what}`,
    restart: `replace the pods of ${what}`,
    docker: `start a container of ${what}`,
    look: `look at ${what}`,
  })[by];

/** Actions in order, each that comes again told once. */
function runs(
  actions: readonly PlannedAction[],
): readonly { readonly action: PlannedAction; readonly times: number }[] {
  const counts = new Map<string, { action: PlannedAction; times: number }>();
  for (const action of actions) {
    const key = describe(action);
    const known = counts.get(key);
    if (known) known.times += 1;
    else counts.set(key, { action, times: 1 });
  }
  return [...counts.values()];
}
