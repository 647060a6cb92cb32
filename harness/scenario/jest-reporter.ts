import { appendFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AggregatedResult } from '@jest/reporters';
import { givenSession, recordedSetUps } from '../cli/scenario-session.ts';
import { hideSecretsFrom } from '../process/hide-from-stream.ts';
import { renderReport } from '../reports/render.ts';
import { writeRenderedFiles } from '../reports/rendered-files.ts';
import { savedReportFiles } from '../reports/saved-report.ts';
import { scenarioLines } from '../reports/terminal/scenario-lines.ts';
import { styleFor } from '../reports/terminal/style.ts';
import { scenarioReport } from './scenario-results.ts';

const projectFolder = fileURLToPath(new URL('../../', import.meta.url));

/** Writes `scenarios.json` and the reports made of it into the session's folder, and ends with a table of the scenarios. */
export default class ScenarioReporter {
  constructor() {
    if (givenSession() === undefined) return;
    // What the scenarios run is run in this very process.
    hideSecretsFrom(process.stdout);
    hideSecretsFrom(process.stderr);
  }

  async onRunComplete(_tests: unknown, results: AggregatedResult): Promise<void> {
    const session = givenSession();
    // jest that was started by hand has no session that outlives a file.
    if (session === undefined) return;
    // jest found no file. It ends its process at once then, and would leave half a report.
    if (results.numTotalTestSuites === 0) return;
    const { folder } = session;
    const facts = { session, setUps: recordedSetUps(folder), projectFolder, endedAtMs: Date.now() };
    const report = scenarioReport(results, facts);
    await writeFile(join(folder, savedReportFiles.scenarios), `${JSON.stringify(report, null, 2)}\n`);
    const saved = { kind: 'scenarios', report } as const;
    await writeRenderedFiles(folder, saved);
    // On GitHub, the page beside the job.
    const summary = process.env['GITHUB_STEP_SUMMARY'];
    if (summary) await appendFile(summary, renderReport(saved, 'markdown'));
    const { stdout } = process;
    stdout.write(`\n${scenarioLines(report, styleFor(stdout, process.env)).join('\n')}\nReports: ${folder}\n`);
  }
}
