import { uploadPatterns } from '../../reports/files-to-upload.ts';
import type { EmitRequest } from './emit-request.ts';
import { shardCommand, shardNumbers, withBootstrap } from './shard-commands.ts';
import { yamlText } from './yaml-text.ts';

/**
 * A pipeline of GitLab CI/CD: a job per shard, then one that merges their reports.
 *
 * @see https://docs.gitlab.com/ci/yaml/#parallelmatrix
 */
export function gitlabPipeline({ matrixArguments, shards }: EmitRequest): string {
  const runShard = shardCommand(withBootstrap(matrixArguments), {
    of: `$SHARD/${shards}`,
    folder: 'runs/shards/$SHARD',
  });
  return yamlText(comment, {
    stages: ['shards', 'report'],
    default: { image: nodeImage },
    shard: {
      stage: 'shards',
      timeout: '6h',
      parallel: { matrix: [{ SHARD: shardNumbers(shards).map(String) }] },
      variables: { PCA_E2E_CACHE_DIR: '$CI_PROJECT_DIR/.cache/pca-e2e' },
      // GitLab writes a cache anew at the end of each job, so each shard has its own; also when a combination failed.
      cache: {
        key: { files: ['package-lock.json'], prefix: 'pca-e2e-$SHARD' },
        paths: ['.cache/pca-e2e'],
        when: 'always',
      },
      script: ['npm ci', runShard],
      artifacts: { when: 'always', paths: uploadPatterns('runs/shards'), expire_in: keptFor },
    },
    report: {
      stage: 'report',
      timeout: '15m',
      // Also when a shard failed: that is what the report is for.
      when: 'always',
      needs: [{ job: 'shard', artifacts: true }],
      script: ['npm ci', 'npx pca-e2e matrix --merge runs/shards/* --run-dir runs/matrix'],
      artifacts: {
        when: 'always',
        paths: uploadPatterns('runs'),
        expire_in: keptFor,
        reports: { junit: 'runs/matrix/junit.xml' },
      },
    },
  });
}

/** Debian, where the run installs Docker itself. */
const nodeImage = 'node:24-trixie';
const keptFor = '30 days';

const comment = `
Written by \`pca-e2e matrix --emit gitlab\`: .gitlab-ci.yml of a repository that holds this project.
Runners have to run privileged containers, with a volume for Docker's own storage, in config.toml:
  [runners.docker]
    privileged = true
    volumes = ["/cache", "/var/lib/docker"]
To split by measured durations, and to see what changed, commit a matrix.json and add --baseline FILE to the command.`;
