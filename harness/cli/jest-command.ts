import { fileURLToPath } from 'node:url';

/** Where jest's configuration is, and what it runs in. */
export const projectFolder = fileURLToPath(new URL('../../', import.meta.url));

const jest = fileURLToPath(new URL('../../node_modules/jest/bin/jest.js', import.meta.url));

/**
 * Arguments for Node.js that run scenarios of a jest project. They share set-ups, and two cores: which of them run beside
 * one another is decided by harness/scenario/jest-runner.ts alone.
 */
export function jestArguments(project: string, more: readonly string[]): readonly string[] {
  return [
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    jest,
    '--selectProjects',
    project,
    '--runInBand',
    ...more,
  ];
}
