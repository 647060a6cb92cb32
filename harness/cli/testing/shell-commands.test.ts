import { describe, expect, test } from '@jest/globals';
import { shellCommands } from './shell-commands.ts';

describe('commands of a piece of shell text', () => {
  test.each([
    [
      'one a line',
      'npm ci\nnpm test\n',
      [
        ['npm', 'ci'],
        ['npm', 'test'],
      ],
    ],
    ['a list and a pipe', 'a 1 && b | c; d', [['a', '1'], ['b'], ['c'], ['d']]],
    ['a comment is none', '# first\na b  # why\n', [['a', 'b']]],
    ['a hash within a word is no comment', 'a b#c', [['a', 'b#c']]],
    ['quotes hold a word together, and go', `a 'b "c"' "d e"f`, [['a', 'b "c"', 'd ef']]],
    ['a separator in quotes is none', "jq '.a | .b'", [['jq', '.a | .b']]],
    ['a line goes on after a backslash', 'a b \\\n  c', [['a', 'b', 'c']]],
    ['redirections go', 'a > b.txt c 2>> d <e', [['a', 'c']]],
    ['an assignment in front goes, and one alone is none', 'A=1 B="2 3" c d\nE=4\n', [['c', 'd']]],
    ['a substitution is a command of its own', 'x=$(jq .a "b c") d\n', [['jq', '.a', 'b c'], ['d']]],
    [
      'in double quotes too',
      'a "$(b c)"',
      [
        ['b', 'c'],
        ['a', '$(b c)'],
      ],
    ],
    ['not in single ones', "a '$(b)'", [['a', '$(b)']]],
    [
      'of a process',
      'source <(a b)',
      [
        ['a', 'b'],
        ['source', '<(a b)'],
      ],
    ],
    ['nothing', '\n \n', []],
  ])('%s', (_what, text, expected) => {
    expect(shellCommands(text)).toEqual(expected);
  });
});
