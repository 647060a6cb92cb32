import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { UsageError } from '../errors/harness-error.ts';
import { projectFolder } from './jest-command.ts';

const ending = '.scenario.ts';

/** Names of all scenario files, without their ending, in order. */
export async function scenarioNames(): Promise<readonly string[]> {
  const files = await readdir(join(projectFolder, 'scenarios'));
  return files
    .filter((file) => file.endsWith(ending))
    .map((file) => file.slice(0, -ending.length))
    .sort();
}

/**
 * The scenarios whose names have one of these parts in them; all, when no part is given.
 *
 * @throws UsageError for a part that no name has.
 */
export function matchingScenarios(names: readonly string[], parts: readonly string[]): readonly string[] {
  for (const part of parts) {
    if (names.some((name) => name.includes(part))) continue;
    throw new UsageError(`No scenario has "${part}" in its name`, { remedy: `There are: ${names.join(', ')}.` });
  }
  return parts.length === 0 ? names : names.filter((name) => parts.some((part) => name.includes(part)));
}
