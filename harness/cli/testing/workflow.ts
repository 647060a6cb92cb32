import { parse } from 'yaml';

/** A workflow of GitHub Actions, as far as tests look into it. */
export interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly concurrency?: object;
  readonly jobs: Readonly<Record<string, WorkflowJob>>;
}

export interface WorkflowJob {
  readonly if?: string;
  readonly environment?: string;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly 'timeout-minutes'?: number;
  readonly strategy?: { readonly matrix: MatrixKeys };
  readonly steps: readonly WorkflowStep[];
}

export interface WorkflowStep {
  readonly if?: string;
  readonly run?: string;
  readonly uses?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

type MatrixRow = Readonly<Record<string, unknown>>;
type MatrixKeys = Readonly<Record<string, readonly unknown[]>> & { readonly include?: readonly MatrixRow[] };

export const readWorkflow = (text: string): Workflow => parse(text) as Workflow;

/** The shell texts of a job, one after another, for each row of its matrix. */
export function shellTextsOf({ strategy, steps }: WorkflowJob): readonly string[] {
  return rowsOf(strategy?.matrix).flatMap((row) =>
    steps.flatMap(({ run }) => (run === undefined ? [] : [filledIn(run, row)])),
  );
}

function rowsOf(matrix: MatrixKeys | undefined): readonly MatrixRow[] {
  const { include = [], ...lists } = matrix ?? {};
  const products = Object.entries(lists as Readonly<Record<string, readonly unknown[]>>).reduce<readonly MatrixRow[]>(
    (rows, [key, values]) => rows.flatMap((row) => values.map((value) => ({ ...row, [key]: value }))),
    [{}],
  );
  return include.length === 0 ? products : include;
}

const filledIn = (text: string, row: MatrixRow) =>
  text.replaceAll(/\$\{\{ matrix\.(\w+) \}\}/g, (_, key: string) => String(row[key]));
