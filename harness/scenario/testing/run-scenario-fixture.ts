import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { jestArguments, projectFolder } from '../../cli/jest-command.ts';
import { writeSession } from '../../cli/scenario-session.ts';
import { defaultRunOptions } from '../../flow/run.ts';
import type { ScenarioReport } from '../../reports/scenario-report.ts';

/** Runs scenario files of `harness/scenario/testdata` by jest, as `pca-e2e run` does, and returns what was reported. */
export async function runScenarioFixture(pattern: string, sessionFolder: string): Promise<ScenarioReport> {
  const session = { folder: sessionFolder, lifetime: 'command', keep: 'never', options: defaultRunOptions } as const;
  await execa(process.execPath, jestArguments('scenario-testdata', [pattern]), {
    cwd: projectFolder,
    env: { ...writeSession(session) },
    // That they fail is what is looked at.
    reject: false,
    stdin: 'ignore',
  });
  return JSON.parse(readFileSync(join(sessionFolder, 'scenarios.json'), 'utf8')) as ScenarioReport;
}
