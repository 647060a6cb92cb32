import { describe, expect, test } from '@jest/globals';
import { xmlDocument } from './xml.ts';

const content = (text: string) => xmlDocument({ name: 'a', content: text });

describe('an XML document', () => {
  test('nests elements, each on its line', () => {
    const root = { name: 'a', attributes: { n: 1 }, content: [{ name: 'b', content: 'text' }, { name: 'c' }] };
    expect(xmlDocument(root)).toBe('<?xml version="1.0" encoding="UTF-8"?>\n<a n="1">\n  <b>text</b>\n  <c/>\n</a>\n');
  });

  test('escapes texts and attributes', () => {
    expect(content('<b> & "c" ]]>')).toContain('<a>&lt;b&gt; &amp; &quot;c&quot; ]]&gt;</a>');
    expect(xmlDocument({ name: 'a', attributes: { t: '"<&>\n' } })).toContain('t="&quot;&lt;&amp;&gt;&#10;"');
  });

  test('leaves out colours, control characters and halves of characters', () => {
    expect(content('\u001b[1;31mred\u001b[0m\u0000\u0008\ufffe \ud800x')).toContain('<a>red x</a>');
  });

  test('keeps line breaks, tabs, and characters beyond the first plane', () => {
    expect(content('a\n\tb 😊')).toContain('<a>a\n\tb 😊</a>');
  });

  test('leaves out attributes that are undefined', () => {
    expect(xmlDocument({ name: 'a', attributes: { b: undefined } })).toContain('<a/>');
  });
});
