/** Ends a command, when it stands outside of quotes. */
const separators = /^(?:&&|\|\||[;|&\n])/;
/** Leads to or from a file. */
const redirection = /^\d?(?:>>|>|<)/;
/** The command within it is a command of its own. */
const substitutionStart = /^(?:\$|<)\((?!\()/;
const assignment = /^\w+=/;

/**
 * The commands of a piece of shell text, in order, as words without quotes: those of pipes, lists and substitutions each by
 * itself, and without comments, redirections and assignments in front of them. It knows as much of a shell as documents
 * use, no loops, functions or here-documents.
 */
export function shellCommands(text: string): readonly (readonly string[])[] {
  const commands: (readonly string[])[] = [];
  let words: string[] = [];
  let rest = text.replaceAll('\\\n', ' ');
  const endCommand = () => {
    const command = words.slice(words.findIndex((word) => !assignment.test(word)));
    if (words.some((word) => !assignment.test(word))) commands.push(command);
    words = [];
  };
  while (rest !== '') {
    const separator = separators.exec(rest)?.[0];
    if (separator !== undefined) {
      endCommand();
      rest = rest.slice(separator.length);
    } else if (/^\s/.test(rest)) {
      rest = rest.replace(/^[^\S\n]+/, '');
    } else if (rest.startsWith('#')) {
      rest = rest.replace(/^[^\n]*/, '');
    } else if (redirection.test(rest) && !substitutionStart.test(rest)) {
      const target = rest.replace(redirection, '').replace(/^[^\S\n]+/, '');
      rest = target.slice(readWord(target).length);
    } else {
      const word = readWord(rest);
      words.push(word.text);
      commands.push(...word.substituted.flatMap(shellCommands));
      rest = rest.slice(word.length);
    }
  }
  endCommand();
  return commands;
}

interface Word {
  readonly text: string;
  /** How much of the source it takes. */
  readonly length: number;
  readonly substituted: readonly string[];
}

function readWord(source: string): Word {
  const substituted: string[] = [];
  let text = '';
  let quote = '';
  let index = 0;
  while (index < source.length) {
    const character = source.charAt(index);
    const rest = source.slice(index);
    if (quote === '' && /[\s;|&>]/.test(character)) break;
    if (quote !== "'" && substitutionStart.test(rest)) {
      const whole = rest.slice(0, closingParenthesis(rest));
      substituted.push(whole.slice(2, -1));
      text += whole;
      index += whole.length;
    } else if (character === quote || (quote === '' && /['"]/.test(character))) {
      quote = quote === '' ? character : '';
      index += 1;
    } else {
      text += character;
      index += 1;
    }
  }
  return { text, length: index, substituted };
}

/** Where the text after the first closed parenthesis begins. */
function closingParenthesis(text: string): number {
  let depth = 0;
  for (const [index, character] of [...text].entries()) {
    if (character === '(') depth += 1;
    if (character === ')') depth -= 1;
    if (character === ')' && depth === 0) return index + 1;
  }
  return text.length;
}
