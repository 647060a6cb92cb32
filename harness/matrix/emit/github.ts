import type { EmitRequest } from './emit-request.ts';
import { shardCommand, shardNumbers } from './shard-commands.ts';
import { yamlText } from './yaml-text.ts';

/**
 * A workflow of GitHub Actions: a job per shard, then one that merges their reports.
 *
 * @see https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax
 */
export function githubWorkflow({ matrixArguments, shards }: EmitRequest): string {
  const runShard = shardCommand(matrixArguments, { of: `\${{ matrix.shard }}/${shards}`, folder: 'runs/matrix' });
  return yamlText(comment, {
    name: 'pca-e2e matrix',
    on: { workflow_dispatch: {}, schedule: [{ cron: '0 4 * * 1' }] },
    permissions: { contents: 'read' },
    jobs: {
      shard: {
        name: `Shard \${{ matrix.shard }} of ${shards}`,
        'runs-on': runner,
        'timeout-minutes': timeoutMinutes,
        strategy: { 'fail-fast': false, matrix: { shard: shardNumbers(shards) } },
        steps: [
          ...projectSteps,
          { name: 'Components that were built before', uses: 'actions/cache@v4', with: cache },
          { name: 'Combinations', run: runShard },
          upload({ name: `matrix-\${{ matrix.shard }}`, path: 'runs/matrix' }),
        ],
      },
      report: {
        name: 'Report',
        needs: 'shard',
        // Also when a shard failed: that is what the report is for.
        if: '!cancelled()',
        'runs-on': runner,
        steps: [
          ...projectSteps,
          { uses: 'actions/download-artifact@v5', with: { pattern: 'matrix-*', path: 'runs/shards' } },
          { name: 'Merge', run: 'npx pca-e2e matrix --merge runs/shards/* --run-dir runs/matrix' },
          upload({ name: 'report', path: 'runs' }),
        ],
      },
    },
  });
}

const runner = 'ubuntu-latest';
/** The longest that GitHub lets a job run. */
const timeoutMinutes = 360;

const comment = `
Written by \`pca-e2e matrix --emit github\`: .github/workflows/matrix.yaml of a repository that holds this project.
Each job shows what it found on its own page; the artifact "report" has matrix.html, and below it every run's report.
To split by measured durations, and to see what changed, commit a matrix.json and add --baseline FILE to the command.`;

const projectSteps = [
  { uses: 'actions/checkout@v5' },
  { uses: 'actions/setup-node@v5', with: { 'node-version': 24, cache: 'npm' } },
  { run: 'npm ci' },
];

const cacheKey = `pca-e2e-\${{ runner.os }}-\${{ runner.arch }}-\${{ hashFiles('package-lock.json', 'harness/artifacts/**') }}-`;

/** Each shard keeps what it built, and begins with what any of them has kept. */
const cache = {
  path: '~/.cache/istio-pca-e2e',
  key: `${cacheKey}\${{ matrix.shard }}`,
  'restore-keys': cacheKey,
};

function upload(what: { readonly name: string; readonly path: string }): object {
  return { uses: 'actions/upload-artifact@v4', if: '!cancelled()', with: { ...what, 'if-no-files-found': 'error' } };
}
