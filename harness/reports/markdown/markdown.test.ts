import { describe, expect, test } from '@jest/globals';
import { block, code, plain, plainLines, table } from './markdown.ts';

describe('plain', () => {
  test('leaves no markup', () => {
    expect(plain('a|b **c** `d` <img> [e](f) $g$ # h')).toBe(
      'a&#124;b \\*\\*c\\*\\* \\`d\\` &lt;img&gt; \\[e\\](f) &#36;g&#36; \\# h',
    );
  });

  test('is one line, as a cell of a table must be', () => {
    expect(plain(' a\r\n  b\tc ')).toBe('a b c');
  });

  test('leaves names and addresses legible', () => {
    expect(plain("pod aws-pca-issuer (0/1) isn't at 10.96.0.1:443")).toBe(
      "pod aws-pca-issuer (0/1) isn't at 10.96.0.1:443",
    );
  });
});

test('plainLines keeps the lines apart', () => {
  expect(plainLines('run:\n<b>\n')).toBe('run:<br>&lt;b&gt;');
});

test('code shows text as it is', () => {
  expect(code('a`|<b>')).toBe('<code>a\\`&#124;&lt;b&gt;</code>');
});

test('no text can leave a block', () => {
  expect(block('a\n````\n# b\n')).toBe('`````text\na\n````\n# b\n`````');
});

test('table draws a row for each', () => {
  expect(table(['', 'A'], [['1', '2']])).toBe('|  | A |\n| --- | --- |\n| 1 | 2 |');
});
