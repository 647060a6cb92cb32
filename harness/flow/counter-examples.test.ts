import { describe, expect, test } from '@jest/globals';
import { checkIds } from '../pki/check-ids.ts';
import type { CounterExample } from './testing/counter-examples/counter-example.ts';
import { counterExamples } from './testing/counter-examples/counter-examples.ts';
import { issuerWithSession } from './testing/counter-examples/issuer.ts';

const listed = Object.values(checkIds).flat();

/** Outcome of the check of that id among the checks that were made. */
async function outcomeOf(id: string, made: CounterExample['held']): Promise<string | undefined> {
  return [await made()].flat().find((check) => check.id === id)?.outcome;
}

describe.each(Object.entries(counterExamples))('%s', (id, { held, broken }) => {
  test('holds where its claim is true', async () => {
    expect(await outcomeOf(id, held)).toBe('passed');
  });

  test.each(Object.entries(broken))('fails where %s', async (_, made) => {
    expect(await outcomeOf(id, made)).toBe('failed');
  });
});

test('every check has a counter-example, and is listed once', () => {
  expect(Object.keys(counterExamples).sort()).toEqual([...listed].sort());
  const without = Object.entries(counterExamples).filter(([, { broken }]) => Object.keys(broken).length === 0);
  expect(without.map(([id]) => id)).toEqual([]);
});

test('an issuer to which the run gives a session of its role has no static keys either', () => {
  expect(issuerWithSession()).toMatchObject({ id: 'issuer-credentials', outcome: 'passed' });
});
