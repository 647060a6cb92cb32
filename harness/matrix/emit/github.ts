import type { EmitRequest } from './emit-request.ts';
import { usesAction, withActionVersions } from './pinned-actions.ts';
import { shardCommand, shardNumbers } from './shard-commands.ts';
import { yamlText } from './yaml-text.ts';

/**
 * A workflow of GitHub Actions: a job per shard, then one that merges their reports.
 *
 * @see https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax
 */
export function githubWorkflow({ matrixArguments, shards }: EmitRequest): string {
  const runShard = shardCommand(matrixArguments, { of: `\${{ matrix.shard }}/${shards}`, folder: 'runs/matrix' });
  const text = yamlText(comment, {
    name: 'pca-e2e matrix',
    on: { workflow_dispatch: {}, schedule: [{ cron: nightly }] },
    permissions: { contents: 'read' },
    concurrency: { group: `\${{ github.workflow }}` },
    jobs: {
      shard: {
        name: `Shard \${{ matrix.shard }} of ${shards}`,
        'runs-on': runner,
        'timeout-minutes': timeoutMinutes,
        strategy: { 'fail-fast': false, matrix: { shard: shardNumbers(shards) } },
        steps: [
          ...projectSteps,
          { name: 'What was built before', id: 'cache', uses: usesAction('cache', 'restore'), with: cache },
          { name: 'Combinations', run: runShard },
          { name: 'Keep what was built', if: saveIf, uses: usesAction('cache', 'save'), with: saved },
          upload({ name: `matrix-\${{ matrix.shard }}`, path: 'runs/matrix' }),
        ],
      },
      report: {
        name: 'Report',
        needs: 'shard',
        // Also when a shard failed: that is what the report is for.
        if: '!cancelled()',
        'runs-on': runner,
        'timeout-minutes': mergeTimeoutMinutes,
        steps: [
          ...projectSteps,
          { uses: usesAction('downloadArtifact'), with: { pattern: 'matrix-*', path: 'runs/shards' } },
          { name: 'Merge', run: 'npx pca-e2e matrix --merge runs/shards/* --run-dir runs/matrix' },
          upload({ name: 'report', path: 'runs' }),
        ],
      },
    },
  });
  return withActionVersions(text);
}

const runner = 'ubuntu-latest';
/** Not on the hour, when everybody's jobs start. */
const nightly = '17 3 * * *';
/** The longest that GitHub lets a job run. */
const timeoutMinutes = 360;
const mergeTimeoutMinutes = 15;

const comment = `
Written by \`pca-e2e matrix --emit github\`: .github/workflows/matrix.yml of a repository that holds this project.
Each job shows what it found on its own page; the artifact "report" has matrix.html, and below it every run's report.
To split by measured durations, and to see what changed, commit a matrix.json and add --baseline FILE to the command.`;

const projectSteps = [
  { uses: usesAction('checkout'), with: { 'persist-credentials': false } },
  { uses: usesAction('setupNode'), with: { 'node-version': 24, cache: 'npm' } },
  { run: 'npm ci' },
];

/** What decides what is built: the builders, and the versions in the command. */
const decisive = "'package-lock.json', 'harness/artifacts/**', '.github/workflows/matrix.yml'";
const cachePrefix = `pca-e2e-matrix-\${{ runner.os }}-\${{ runner.arch }}-`;
const cacheKey = `${cachePrefix}\${{ hashFiles(${decisive}) }}-`;

/**
 * Each shard keeps what it built, and begins with what any of them has kept. That of another state of the project serves
 * too: entries are named after what they are made of, so what is out of date is never found.
 */
const cache = {
  path: '~/.cache/istio-pca-e2e',
  key: `${cacheKey}\${{ matrix.shard }}`,
  'restore-keys': `${cacheKey}\n${cachePrefix}\n`,
};
/** Also when a combination failed. GitHub writes a key once. */
const saveIf = "!cancelled() && steps.cache.outputs.cache-hit != 'true'";
const saved = { path: cache.path, key: `\${{ steps.cache.outputs.cache-primary-key }}` };

function upload(what: { readonly name: string; readonly path: string }): object {
  return {
    uses: usesAction('uploadArtifact'),
    if: '!cancelled()',
    with: { ...what, 'if-no-files-found': 'error' },
  };
}
