import type { CommandWords, DescribedWord, OptionWords } from './command-words.ts';

/** A completion script for zsh; sourced, or put into a folder of `fpath` as `_pca-e2e`. */
export function zshScript(program: string, words: readonly CommandWords[]): string {
  const name = `_${program.replaceAll('-', '_')}`;
  return `#compdef ${program}
# Completion of ${program} for zsh. Made by: ${program} completion zsh
${name}() {
  local command= previous=\${words[CURRENT-1]} i
  local -a found
  # The command so far: words that are neither options nor known to be an option's value.
  for ((i = 2; i < CURRENT; i++)); do
    case "$command \${words[i]}" in
${words
  .filter(({ path }) => path.length > 0)
  .map(commandCase)
  .join('\n')}
    esac
  done
  case "$command $previous" in
${words.flatMap(valueCases).join('\n')}
  esac
  case "$command" in
${words.map(wordCase).join('\n')}
  esac
  _describe '${program}' found
}
compdef ${name} ${program}
`;
}

const commandCase = ({ path }: CommandWords) =>
  `      '${path.slice(0, -1).join(' ')} ${path.at(-1)}') command='${path.join(' ')}' ;;`;

function valueCases({ path, options }: CommandWords): readonly string[] {
  return options
    .filter(({ value }) => value !== 'none')
    .map((option) => `    '${path.join(' ')} ${option.word}') ${replyOf(option)}; return ;;`);
}

function replyOf({ value }: OptionWords): string {
  if (value === 'path') return '_files';
  if (typeof value === 'string') return '_message value';
  return `compadd -- ${value.join(' ')}`;
}

function wordCase({ path, commands, options, choices }: CommandWords): string {
  const described = [...commands, ...options].map(zshWord);
  return `    '${path.join(' ')}') found=(${[...choices, ...described].join(' ')}) ;;`;
}

/** A colon parts the word from its description; quotes are those of the shell. */
const zshWord = ({ word, description }: DescribedWord) =>
  `'${word.replaceAll(':', '\\:')}:${description.replaceAll("'", "'\\''")}'`;
