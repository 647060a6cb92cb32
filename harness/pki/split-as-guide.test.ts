import { describe, expect, test } from '@jest/globals';
import { splitAsGuide } from './split-as-guide.ts';

const block = (body: string) => `-----BEGIN CERTIFICATE-----\n${body}\n-----END CERTIFICATE-----\n`;

describe('splitAsGuide', () => {
  test('gives each certificate a file, named as split names them', () => {
    const bodies = ['leaf', 'istio', 'sub', 'root', 'root'];
    expect(splitAsGuide(bodies.map(block).join(''))).toEqual([
      { name: 'cert-aa', text: block('leaf') },
      { name: 'cert-ab', text: block('istio') },
      { name: 'cert-ac', text: block('sub') },
      { name: 'cert-ad', text: block('root') },
      { name: 'cert-ae', text: block('root') },
    ]);
  });

  test('text before the first certificate is a file of its own', () => {
    expect(splitAsGuide(`note\n${block('leaf')}`).map(({ name, text }) => [name, text])).toEqual([
      ['cert-aa', 'note\n'],
      ['cert-ab', block('leaf')],
    ]);
  });

  test('a line that holds the pattern after something else begins a file, whole', () => {
    const joined = block('a').trimEnd() + block('b');
    expect(splitAsGuide(joined).map(({ text }) => text)).toEqual([
      '-----BEGIN CERTIFICATE-----\na\n',
      '-----END CERTIFICATE----------BEGIN CERTIFICATE-----\nb\n-----END CERTIFICATE-----\n',
    ]);
  });

  test.each([
    ['Windows line breaks', block('a').replaceAll('\n', '\r\n')],
    ['no line break at the end', block('a').trimEnd()],
    ['blank lines', `\n${block('a')}\n\n${block('b')}`],
  ])('loses no byte of %s', (_, text) => {
    expect(
      splitAsGuide(text)
        .map((file) => file.text)
        .join(''),
    ).toBe(text);
  });

  test('an empty chain has no files', () => {
    expect(splitAsGuide('')).toEqual([]);
  });
});
