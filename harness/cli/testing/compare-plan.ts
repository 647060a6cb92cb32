import type { PlannedAction } from '../../flow/planned-action.ts';

/** Programs whose commands a plan must name, all of them. */
const planned = /^(kind|helm|istioctl|kubectl) |^docker network create /;

/** The commands that a run executed, as its `commands.log` has them, without repetitions. */
export function commandsIn(log: string): readonly string[] {
  const commands = log.split('\n').flatMap((line) => /^\[[\d:.]+\] \[\d+\] \$ (.*)$/.exec(line)?.[1] ?? []);
  return [...new Set(commands)].filter((command) => planned.test(command));
}

/** Planned commands that no executed one is, and executed ones that no planned one is. */
export function differences(actions: readonly PlannedAction[], executed: readonly string[]) {
  const patterns = actions.filter(({ by }) => by === 'command').map(({ what }) => ({ what, pattern: patternOf(what) }));
  return {
    notExecuted: patterns.filter(({ pattern }) => !executed.some((one) => pattern.test(one))).map(({ what }) => what),
    notPlanned: executed.filter((one) => !patterns.some(({ pattern }) => pattern.test(one))),
  };
}

/** A command with any text where the plan has a word in angle brackets, or names the process that made the plan. */
function patternOf(command: string): RegExp {
  const escaped = command.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replaceAll(/'<[^>]*>'/g, '.*').replaceAll(/istio-pca-e2e\\\.owner=\S+/g, '\\S+')}$`);
}
