import type { CommandWords, OptionWords } from './command-words.ts';

/** A completion script for bash (4 or later). */
export function bashScript(program: string, words: readonly CommandWords[]): string {
  const name = `_${program.replaceAll('-', '_')}`;
  return `# Completion of ${program} for bash. Made by: ${program} completion bash
${name}() {
  local word=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]} command=
  local i
  # The command so far: words that are neither options nor known to be an option's value.
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "$command \${COMP_WORDS[i]}" in
${words
  .filter(({ path }) => path.length > 0)
  .map(commandCase)
  .join('\n')}
    esac
  done
  COMPREPLY=()
  case "$command $previous" in
${words.flatMap(valueCases).join('\n')}
  esac
  case "$command" in
${words.map(wordCase).join('\n')}
  esac
}
complete -F ${name} ${program}
`;
}

const commandCase = ({ path }: CommandWords) =>
  `      '${[...path.slice(0, -1)].join(' ')} ${path.at(-1)}') command='${path.join(' ')}' ;;`;

function valueCases({ path, options }: CommandWords): readonly string[] {
  return options
    .filter(({ value }) => value !== 'none')
    .map((option) => `    '${path.join(' ')} ${option.word}') ${replyOf(option)}return ;;`);
}

function replyOf({ value }: OptionWords): string {
  if (value === 'path') return 'compopt -o filenames; COMPREPLY=($(compgen -f -- "$word")); ';
  if (typeof value === 'string') return '';
  return `COMPREPLY=($(compgen -W '${value.join(' ')}' -- "$word")); `;
}

function wordCase({ path, commands, options, choices }: CommandWords): string {
  const words = [...commands, ...options].map(({ word }) => word);
  return `    '${path.join(' ')}') COMPREPLY=($(compgen -W '${[...choices, ...words].join(' ')}' -- "$word")) ;;`;
}
