import { resolve } from 'node:path';
import { Command, Option } from 'commander';
import { type RenderFormat, renderedFiles } from '../../reports/render.ts';
import { reportSchema } from '../../reports/schema/read-schema.ts';
import type { Io } from '../io.ts';
import { latestReportFolder } from '../latest-report.ts';
import { readReportFolder } from '../report-folder.ts';

interface ReportFlags {
  readonly runDir?: string;
  readonly format?: RenderFormat | 'json' | 'schema';
  readonly schema: boolean;
}

const renderFormats = Object.keys(renderedFiles) as RenderFormat[];

/** `pca-e2e report`: shows a run, a run of the scenarios, or a matrix once more from what its folder has. */
export function reportCommand(io: Io): Command {
  return new Command('report')
    .option('--run-dir <dir>', 'folder of the run, of the scenarios, or of the matrix (default: the latest in runs/)')
    .addOption(
      new Option(
        '--format <name>',
        'print this on standard output (default: write every file of the report again)',
      ).choices([...renderFormats, 'json', 'schema']),
    )
    .addOption(new Option('--schema', 'print the JSON schema of report.json').default(false).conflicts('format'))
    .addHelpText('after', examples)
    .action((flags: ReportFlags) => report(io, flags));
}

const examples = `
Examples:
  pca-e2e report                                        write report.html, junit.xml and summary.md again
  pca-e2e report --run-dir out --format markdown        a run as text
  pca-e2e report --run-dir runs/matrix                  matrix.html, junit.xml and summary.md of a matrix
  pca-e2e report --format markdown >> "$GITHUB_STEP_SUMMARY"
  pca-e2e report --schema                               what report.json holds, for other programs`;

async function report(io: Io, { runDir, format, schema }: ReportFlags): Promise<void> {
  if (schema || format === 'schema') {
    io.stdout.write(reportSchema());
    return;
  }
  const folder = runDir === undefined ? await latestReportFolder(io.cwd) : resolve(io.cwd, runDir);
  const { report: document, render, write } = await readReportFolder(folder);
  if (format === 'json') {
    io.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
  } else if (format !== undefined) {
    io.stdout.write(render(format));
  } else {
    for (const path of await write()) io.stdout.write(`${path}\n`);
  }
}
