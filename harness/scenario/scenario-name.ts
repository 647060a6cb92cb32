import { expect } from '@jest/globals';
import { scenarioNameOf } from './scenario-file.ts';

/** Name of the scenario file that runs. */
export function scenarioFileName(): string {
  const { testPath } = expect.getState();
  return scenarioNameOf(testPath ?? 'unknown');
}

/** Whether a test runs now; in a `beforeAll` or `afterAll` hook none does. */
export const isInTest = (): boolean => expect.getState().currentTestName !== undefined;

/** A text as a file's name: lower case, short, words joined by hyphens. */
export function slug(text: string): string {
  const words = text.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
  return words.replaceAll(/^-+|-+$/g, '').slice(0, 80);
}
