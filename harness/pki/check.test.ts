import { describe, expect, test } from '@jest/globals';
import { checkOf, findingOf } from './check.ts';

describe('findingOf', () => {
  test('holds when every observation does, and then tells all of them', () => {
    const finding = findingOf('lit', [
      { holds: true, text: 'lamp 1 is lit' },
      { holds: true, text: 'lamp 2 is lit' },
    ]);
    expect(finding).toEqual({ holds: true, expected: 'lit', observed: 'lamp 1 is lit; lamp 2 is lit' });
  });

  test('tells only the faults, each text once, when something is broken', () => {
    const finding = findingOf('lit', [
      { holds: true, text: 'lamp 1 is lit' },
      { holds: false, text: 'lamp 2 is dark' },
      { holds: false, text: 'lamp 2 is dark' },
    ]);
    expect(finding).toEqual({ holds: false, expected: 'lit', observed: 'lamp 2 is dark' });
  });

  test('does not hold when nothing was looked at', () => {
    expect(findingOf('lit', [])).toEqual({ holds: false, expected: 'lit', observed: 'nothing to look at' });
  });
});

test('checkOf names a finding and turns it into an outcome', () => {
  const finding = { holds: false, expected: 'lit', observed: 'dark' };
  expect(checkOf('root-twice', 'the lamp is lit', finding)).toEqual({
    id: 'root-twice',
    title: 'the lamp is lit',
    outcome: 'failed',
    expected: 'lit',
    observed: 'dark',
  });
});
