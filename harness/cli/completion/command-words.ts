import type { Argument, Command, Option } from 'commander';

/** What can be typed behind a command, taken from the program itself. */
export interface CommandWords {
  /** The command with the ones that it is under: `['artifacts', 'list']`; empty for the program. */
  readonly path: readonly string[];
  readonly commands: readonly DescribedWord[];
  readonly options: readonly OptionWords[];
  /** Words for its arguments, where there is a choice of known ones. */
  readonly choices: readonly string[];
}

export interface DescribedWord {
  readonly word: string;
  readonly description: string;
}

export interface OptionWords extends DescribedWord {
  /** What follows it: nothing, one of these values, a path, or something that cannot be guessed. */
  readonly value: 'none' | 'path' | 'other' | readonly string[];
}

/** The words of a program and of every command in it, outer ones first. */
export function commandWords(command: Command, path: readonly string[] = []): readonly CommandWords[] {
  const own: CommandWords = {
    path,
    commands: command.commands.map((sub) => ({ word: sub.name(), description: sub.description() })),
    options: [...command.options.map(wordsOf), { word: '--help', description: 'display help', value: 'none' }],
    choices: command.registeredArguments.flatMap((argument: Argument) => argument.argChoices ?? []),
  };
  return [own, ...command.commands.flatMap((sub) => commandWords(sub, [...path, sub.name()]))];
}

function wordsOf(option: Option): OptionWords {
  return { word: option.long ?? option.short ?? '', description: option.description, value: valuesOf(option) };
}

/** How the values are called in `--help` whose words are names of files or folders. */
const pathNames = /<(dir|file)>/;

function valuesOf(option: Option): OptionWords['value'] {
  if (option.argChoices) return option.argChoices;
  if (pathNames.test(option.flags)) return 'path';
  return option.required || option.optional ? 'other' : 'none';
}
