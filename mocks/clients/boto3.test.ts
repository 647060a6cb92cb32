import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { startMockAws } from '../server.ts';
import { pythonEnvironment } from '../testing/python-environment.ts';

const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

interface Outcome {
  readonly scenarios: readonly string[];
  readonly failures: readonly { readonly scenario: string; readonly error: string }[];
  readonly violations: readonly string[];
  readonly operations: readonly string[];
  readonly pcaOperations: readonly string[];
}

describe('boto3, with its waiters and paginators', () => {
  let outcome: Outcome;

  beforeAll(async () => {
    const programs = await pythonEnvironment(here('requirements.txt'));
    await using aws = await startMockAws({ settings: { crlDelayMs: 100 } });
    const { stdout } = await promisify(execFile)(join(programs, 'python'), [here('boto3_scenarios.py')], {
      timeout: 120_000,
      env: {
        PATH: process.env['PATH'],
        AWS_ENDPOINT_URL: aws.endpoint,
        AWS_REGION: aws.region,
        AWS_DEFAULT_REGION: aws.region,
        AWS_ACCESS_KEY_ID: aws.accessKeyId,
        AWS_SECRET_ACCESS_KEY: aws.secretAccessKey,
        PYTHONDONTWRITEBYTECODE: '1',
      },
    });
    outcome = JSON.parse(stdout) as Outcome;
  }, 400_000);

  test('every scenario holds', () => {
    expect(outcome.failures).toEqual([]);
    expect(outcome.scenarios.length).toBeGreaterThanOrEqual(14);
  });

  test('every response is what botocore’s service model declares', () => {
    expect(outcome.violations).toEqual([]);
  });

  test('every operation of ACM PCA was called', () => {
    const called = outcome.operations.filter((name) => name.startsWith('acm-pca.')).map((name) => name.slice(8));
    expect(called).toEqual(outcome.pcaOperations);
  });
});
