import { describe, expect, test } from '@jest/globals';
import { readSettings } from './settings-file.ts';

describe('a settings file', () => {
  test('maps names to values, as they are written, each with its place', () => {
    expect(readSettings('# versions\nistio: 1.30\nkeep: failed\nistio-set:\n  - a=1\n  - b=2\n', 'f.yaml')).toEqual([
      { name: 'istio', values: ['1.30'], where: 'f.yaml:2:1' },
      { name: 'keep', values: ['failed'], where: 'f.yaml:3:1' },
      { name: 'istio-set', values: ['a=1', 'b=2'], where: 'f.yaml:4:1' },
    ]);
  });

  test.each(['', '# nothing\n'])('%j sets nothing', (text) => {
    expect(readSettings(text, 'f.yaml')).toEqual([]);
  });

  test.each([
    ['- istio\n', 'f.yaml:1:1: expected names and values'],
    ['istio:\n', 'f.yaml:1:1: istio has no value'],
    ['keep: failed\nistio: { version: 1.30 }\n', 'f.yaml:2:1: istio has no value'],
    ['istio: "1.30\n', 'f.yaml:2:1: Missing closing'],
    ['istio: 1.30\nistio: 1.31\n', 'f.yaml:2:1: Map keys must be unique'],
  ])('%j is refused: %s', (text, message) => {
    expect(() => readSettings(text, 'f.yaml')).toThrow(message);
  });
});
