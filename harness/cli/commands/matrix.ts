import { appendFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { compatibilityWarnings } from '../../artifacts/compatibility/compatibility-warnings.ts';
import { UsageError } from '../../errors/harness-error.ts';
import { describeVersions, matrixComponents } from '../../matrix/cell.ts';
import { type Engine, emitFor, engines } from '../../matrix/emit/emit.ts';
import { exitCodeOfMatrix } from '../../matrix/matrix-outcome.ts';
import type { MatrixReport } from '../../matrix/matrix-report.ts';
import { mergeShards } from '../../matrix/merge-shards.ts';
import { matrixFile, readMatrixReport } from '../../matrix/read-matrix-report.ts';
import { matrixMarkdown } from '../../matrix/reports/matrix-markdown.ts';
import { matrixTable } from '../../matrix/reports/matrix-table.ts';
import { writeMatrixFiles } from '../../matrix/reports/write-matrix-files.ts';
import { quoteCommand } from '../../process/quote-command.ts';
import { styleFor } from '../../reports/terminal/style.ts';
import { refuseRealAws } from '../aws-options.ts';
import { refuseExistingCluster } from '../cluster-options.ts';
import { givenArguments } from '../given-arguments.ts';
import { interruptSignal } from '../interrupt.ts';
import type { Io } from '../io.ts';
import { addCellOptions, cellsOf, type MatrixFlags, runOptionsOfCell } from '../matrix-options.ts';
import { baselineOf, folderOf, type MatrixPlan, planMatrix } from '../matrix-plan.ts';
import { performMatrix } from '../perform-matrix.ts';
import { prepareMachine } from '../prepare-machine.ts';

/** `pca-e2e matrix`: the install flow for combinations of versions. */
export function matrixCommand(io: Io): Command {
  return addCellOptions(new Command('matrix'))
    .option('--run-dir <dir>', 'folder for the reports and a run folder per combination (default: runs/matrix)')
    .addOption(
      new Option('--again [which]', 'run combinations anew that came to an end before').choices(['all', 'failed']),
    )
    .option('--list', 'only print the combinations that would be run', false)
    .option('--bootstrap', 'first install and start what this machine lacks (Docker; build tools)', false)
    .option('--json', 'print matrix.json on standard output, and everything else on standard error', false)
    .option('--merge <dir...>', "make one report of these shards' folders, and run nothing")
    .addOption(new Option('--emit <engine>', 'print a file that runs this in shards, and run nothing').choices(engines))
    .option(
      '--shards <n>',
      `number of shards in that file (default: one per combination, at most ${mostShards})`,
      count,
    )
    .option('--image <image>', 'container image with this project, for that file', 'istio-pca-e2e:latest')
    .addHelpText('after', examples)
    .action((flags: MatrixFlags, command: Command) => matrix(io, flags, command));
}

const examples = `
Examples:
  pca-e2e matrix --cert-manager 1.15.3,1.21.2 --issuer 1.11.0,1.12.0     all four combinations
  pca-e2e matrix --pairwise --kubernetes 1.34.4,1.35.4 --istio 1.30,1.31 --issuer 1.11.0,1.12.0
  pca-e2e matrix --issuer 1.11.0,1.12.0 --baseline last/matrix.json      and what has changed
  pca-e2e matrix --issuer 1.11.0,1.12.0 --shard 1/2 --run-dir out/1      one of two machines
  pca-e2e matrix --merge out/1 out/2                                     one report of both
  pca-e2e matrix --issuer 1.11.0,1.12.0 --emit github > .github/workflows/matrix.yml

After an interruption the same command goes on with what was not finished.`;

/** Jobs wait for machines: more of them than this seldom run side by side. */
const mostShards = 8;

async function matrix(io: Io, flags: MatrixFlags, command: Command): Promise<void> {
  if (flags.merge !== undefined) return merge(io, flags, flags.merge);
  refuseRealAws(flags, 'A matrix');
  refuseExistingCluster(flags, 'A matrix');
  if (flags.emit !== undefined) return emit(io, flags, flags.emit, command);
  const plan = await planMatrix(io, flags);
  const versions = plan.cells.map((cell) => runOptionsOfCell(flags, cell).versions);
  for (const warning of new Set(versions.flatMap(compatibilityWarnings))) io.stderr.write(`Note: ${warning}\n`);
  if (!flags.list) return run(io, flags, command, plan);
  for (const cell of plan.cells) io.stdout.write(`${describeVersions(cell.versions)}\n`);
}

function emit(io: Io, flags: MatrixFlags, engine: Engine, command: Command): void {
  const cells = cellsOf(flags);
  const matrixArguments = givenArguments(command, notOfEveryShard);
  const shards = flags.shards ?? Math.min(cells.length, mostShards);
  io.stdout.write(emitFor(engine, { matrixArguments, shards, image: flags.image }));
}

const notOfEveryShard = ['--emit', '--shards', '--image', '--shard', '--run-dir', '--again', '--json'];
const notOfOneRun = [
  ...notOfEveryShard,
  ...matrixComponents.map(({ option }) => `--${option}`),
  ...['--pairwise', '--exclude', '--baseline', '--bootstrap'],
];

async function run(io: Io, flags: MatrixFlags, command: Command, plan: MatrixPlan): Promise<void> {
  const shown: Io = flags.json ? { ...io, stdout: io.stderr } : io;
  const interrupt = interruptSignal({
    meanwhile: 'removing what the present run made',
    leaves: () => 'The same command removes what is there, and resumes the matrix.',
  });
  const common = givenArguments(command, notOfOneRun);
  try {
    const { bootstrap, artifacts } = flags;
    await prepareMachine({ stream: shown.stdout, bootstrap, artifacts, signal: interrupt.signal });
    const report = await performMatrix({
      ...{ io: shown, plan, flags, signal: interrupt.signal },
      commandOf: ({ versions }) => {
        const given = matrixComponents.flatMap(({ key, option }) => [`--${option}`, versions[key]]);
        return quoteCommand(['npx', 'pca-e2e', 'up', ...given, ...common, '--keep']);
      },
    });
    await show(io, flags, report, plan.folder);
  } finally {
    interrupt.dispose();
  }
}

async function merge(io: Io, flags: MatrixFlags, folders: readonly string[]): Promise<void> {
  const found = await Promise.all(
    folders.map(async (name) => {
      const folder = resolve(io.cwd, name);
      const report = await readMatrixReport(join(folder, matrixFile));
      if (report === undefined) throw new UsageError(`${folder} has no ${matrixFile}`);
      return { folder, report };
    }),
  );
  const folder = folderOf(io, flags);
  const report = mergeShards(found, { folder, ...(await baselineOf(io, flags)) });
  await writeMatrixFiles(folder, report);
  await show(io, flags, report, folder);
}

/** The report's last form: on the terminal, and on the page beside a job of GitHub's. */
async function show(io: Io, { json }: MatrixFlags, report: MatrixReport, folder: string): Promise<void> {
  const stream = json ? io.stderr : io.stdout;
  stream.write(`${matrixTable(report, folder, styleFor(stream, io.env))}\n`);
  if (json) io.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
  const summary = io.env['GITHUB_STEP_SUMMARY'];
  if (summary) await appendFile(summary, matrixMarkdown(report));
  process.exitCode = exitCodeOfMatrix(report);
}

function count(text: string): number {
  if (/^[1-9]\d*$/.test(text)) return Number(text);
  throw new InvalidArgumentError('expected a whole number from 1 on');
}
