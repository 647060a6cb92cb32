import { uploadPatterns } from '../../reports/files-to-upload.ts';
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
          { name: 'What there is to keep', id: 'kept', if: '!cancelled()', run: nameOfCache },
          { name: 'Keep what was built', if: saveIf, uses: usesAction('cache', 'save'), with: saved },
          upload(`matrix-\${{ matrix.shard }}`, 'runs/matrix'),
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
          upload('report', 'runs'),
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
const shardKey = `${cacheKey}\${{ matrix.shard }}-`;

/**
 * Each shard begins with what it has kept last, else with what any of them has. That of another state of the project
 * serves too: entries are named after what they are made of, so what is out of date is never found. The key itself is
 * never found: what is kept is named after what is in it.
 */
const cache = {
  path: '~/.cache/istio-pca-e2e',
  key: shardKey,
  'restore-keys': `${shardKey}\n${cacheKey}\n${cachePrefix}\n`,
};
/**
 * GitHub writes a key once. A version may be a line ("1.34"), whose newest release changes while every file here stays
 * as it is: only the names of the entries say whether there is something new to keep.
 */
const nameOfCache =
  'printf \'name=%s\\n\' "$(ls ~/.cache/istio-pca-e2e/entries | sha256sum | cut -c 1-16)" >> "$GITHUB_OUTPUT"';
const savedKey = `\${{ steps.cache.outputs.cache-primary-key }}\${{ steps.kept.outputs.name }}`;
/** Also when a combination failed. */
const saveIf =
  "!cancelled() && steps.cache.outputs.cache-matched-key != format('{0}{1}', steps.cache.outputs.cache-primary-key, steps.kept.outputs.name)";
const saved = { path: cache.path, key: savedKey };

function upload(name: string, folder: string): object {
  const path = `${uploadPatterns(folder).join('\n')}\n`;
  return {
    uses: usesAction('uploadArtifact'),
    if: '!cancelled()',
    with: { name, path, 'if-no-files-found': 'error' },
  };
}
