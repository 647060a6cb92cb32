import type { Command } from 'commander';
import { givenOptions } from './given-options.ts';

/**
 * The options that a user gave to a command, as arguments that give them again.
 *
 * @param omitted - Names of options (as `--run-dir` is written) that are left out.
 */
export function givenArguments(command: Command, omitted: readonly string[]): readonly string[] {
  return givenOptions(command).flatMap((option) => {
    const name = option.attributeName();
    const flag = option.long ?? '';
    // What is implied follows from what was given, or from the machine.
    if (omitted.includes(flag) || command.getOptionValueSource(name) === 'implied') return [];
    return textsOf(command.getOptionValue(name)).flatMap((text) => (text === undefined ? [flag] : [flag, text]));
  });
}

/** An option that may be given again has collected its values, in a list or by their names; a switch has none. */
function textsOf(value: unknown): readonly (string | undefined)[] {
  if (value === true) return [undefined];
  if (Array.isArray(value)) return value.map(String);
  if (typeof value !== 'object' || value === null) return [String(value)];
  return Object.entries(value).map(([name, each]) => `${name}=${each}`);
}
