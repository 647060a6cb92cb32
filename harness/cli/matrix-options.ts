import { type Command, InvalidArgumentError, Option } from 'commander';
import { defaultVersions } from '../artifacts/versions.ts';
import { installFlow } from '../flow/install-flow.ts';
import type { RunOptions } from '../flow/run.ts';
import type { StepId } from '../flow/step-outputs.ts';
import { type Cell, type MatrixComponent, matrixComponents } from '../matrix/cell.ts';
import { planCells } from '../matrix/combinations.ts';
import type { Engine } from '../matrix/emit/emit.ts';
import { parseExclusion } from '../matrix/exclusion.ts';
import type { Shard } from '../matrix/shard.ts';
import { addSettingOptions, type RunFlags, runOptionsOf } from './run-options.ts';
import { shard } from './shard-option.ts';
import { componentVersion, type VersionFlags, versionOrFolder } from './version-options.ts';

/** Options of `pca-e2e matrix`, as commander hands them over. Versions are lists, separated by commas. */
export interface MatrixFlags extends Omit<RunFlags, keyof VersionFlags>, Readonly<Record<MatrixComponent, string>> {
  readonly pairwise: boolean;
  readonly exclude: readonly string[];
  readonly until: StepId;
  readonly sequential: boolean;
  readonly shard?: Shard;
  readonly baseline?: string;
  readonly again?: true | 'all' | 'failed';
  readonly runDir?: string;
  readonly bootstrap: boolean;
  readonly json: boolean;
  readonly list: boolean;
  readonly merge?: readonly string[];
  readonly emit?: Engine;
  readonly shards?: number;
  readonly image: string;
}

const stepIds = installFlow(() => undefined).map(({ id }) => id);

/** Adds the options that say which cells a matrix has, and what each of them is asked. */
export function addCellOptions(command: Command): Command {
  for (const { key, option, title } of matrixComponents) {
    const [parse, also] =
      key === 'kubernetes' ? [componentVersion, ''] : [versionOrFolder, ', or ./folders with its sources'];
    const description = `versions of ${title}, separated by commas${also}`;
    command.option(`--${option} <versions>`, description, listOf(parse), defaultVersions[key]);
  }
  command
    .option('--pairwise', 'as few combinations as let every two versions of two components meet', false)
    .option(
      '--exclude <versions>',
      'leave out what has all of these, such as cert-manager=1.15.3,kubernetes=1.35.4; may be given again',
      exclusion,
      [],
    );
  return addSettingOptions(command)
    .addOption(
      new Option('--until <step>', 'stop each combination after this step').choices(stepIds).default('pod-chain'),
    )
    .option('--sequential', 'one step at a time', false)
    .option('--shard <i/n>', 'run the i-th of n parts, of about the same duration', shard)
    .option(
      '--baseline <file>',
      'matrix.json of an earlier matrix: to compare with, and to split shards by its durations',
    );
}

/** @throws UsageError when everything is excluded. */
export function cellsOf(flags: MatrixFlags): readonly Cell[] {
  const versions = Object.fromEntries(matrixComponents.map(({ key }) => [key, flags[key].split(',')]));
  return planCells({
    versions: versions as Record<MatrixComponent, string[]>,
    pairwise: flags.pairwise,
    exclusions: flags.exclude.map(parseExclusion),
  });
}

/** @throws UsageError for a version that does not exist, or a hierarchy that cannot carry Istio's CA. */
export function runOptionsOfCell(flags: MatrixFlags, { versions }: Cell): RunOptions {
  return runOptionsOf({ ...flags, ...versions });
}

/** The same text, with each part as it is parsed, and once. */
const listOf = (parse: (text: string) => string) => (text: string) =>
  [...new Set(text.split(',').map((part) => parse(part.trim())))].join(',');

function exclusion(text: string, before: readonly string[]): readonly string[] {
  try {
    parseExclusion(text);
  } catch (error) {
    throw new InvalidArgumentError(error instanceof Error ? error.message : String(error));
  }
  return [...before, text];
}
