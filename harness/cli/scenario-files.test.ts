import { describe, expect, test } from '@jest/globals';
import { matchingScenarios, scenarioNames } from './scenario-files.ts';

describe('the scenarios that are run', () => {
  const names = ['ca-states', 'natural-renewal', 'quickened-renewal'];

  test('are all, when none is named', () => {
    expect(matchingScenarios(names, [])).toEqual(names);
  });

  test('are those whose names have one of the parts', () => {
    expect(matchingScenarios(names, ['renewal'])).toEqual(['natural-renewal', 'quickened-renewal']);
  });

  test('a part that fits none is refused, with the names that there are', () => {
    expect(() => matchingScenarios(names, ['renewal', 'foo'])).toThrow('No scenario has "foo" in its name');
  });

  test('are found in the project', async () => {
    expect(await scenarioNames()).toContain('five-certificate-chain');
  });
});
