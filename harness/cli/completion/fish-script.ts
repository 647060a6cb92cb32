import type { CommandWords, DescribedWord, OptionWords } from './command-words.ts';

/** A completion script for fish. */
export function fishScript(program: string, words: readonly CommandWords[]): string {
  const lines = words.flatMap((command) => linesOf(program, command));
  return `# Completion of ${program} for fish. Made by: ${program} completion fish
complete -c ${program} -f
${lines.join('\n')}
`;
}

function linesOf(program: string, { path, commands, options, choices }: CommandWords): readonly string[] {
  const inner = commands.map(({ word }) => word);
  const seen = path.map((word) => `__fish_seen_subcommand_from ${word}`);
  const inside = [...seen, ...(inner.length > 0 ? [`not __fish_seen_subcommand_from ${inner.join(' ')}`] : [])];
  const condition = inside.length === 0 ? '' : ` -n ${quote(inside.join('; and '))}`;
  const line = (rest: string) => `complete -c ${program}${condition} ${rest}`;
  return [
    ...commands.map((command) => line(`-a ${command.word} -d ${quote(command.description)}`)),
    ...choices.map((choice) => line(`-a ${choice}`)),
    ...options.map((option) =>
      line(`-l ${option.word.replace(/^--/, '')}${valueFlags(option)} -d ${quote(option.description)}`),
    ),
  ];
}

function valueFlags({ value }: OptionWords): string {
  if (value === 'none') return '';
  if (value === 'path') return ' -r -F';
  return value === 'other' ? ' -x' : ` -x -a ${quote(value.join(' '))}`;
}

const quote = (text: DescribedWord['description']) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
