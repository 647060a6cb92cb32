import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Journal, journalPath } from '../../mocks/contract.ts';
import { type RunningMockAws, startMockAws } from '../../mocks/server.ts';
import { signedBy } from '../aws/testing/signed-by.ts';
import { exitCode } from '../errors/exit-code.ts';
import { defaultRunOptions, type Run } from '../flow/run.ts';
import { agreeToCost } from './agree-to-cost.ts';

let server: RunningMockAws;
let restoreEnvironment: () => void;

beforeAll(async () => {
  server = await startMockAws({ region: 'us-east-1' });
  restoreEnvironment = signedBy(server);
});

afterAll(async () => {
  restoreEnvironment();
  await server.close();
});

const run = (aws: 'mock' | 'real'): Run => ({
  id: 'r1',
  folder: '/nowhere',
  options: { ...defaultRunOptions, aws, awsAccess: { fips: false, endpoint: server.endpoint } },
});

interface Asked {
  readonly aws?: 'mock' | 'real';
  readonly accepted?: boolean;
  /** What the user types; undefined where there is no terminal. '' ends the input. */
  readonly types?: string;
}

async function ask({ aws = 'real', accepted = false, types }: Asked): Promise<string> {
  const stream = () => Object.assign(new PassThrough(), { isTTY: types !== undefined });
  const [input, output] = [stream(), stream()];
  if (types !== undefined) input.end(types);
  const { signal } = new AbortController();
  await agreeToCost({ run: run(aws), accepted, isKept: false, input, output, signal });
  return String(output.read() ?? '');
}

describe('before a run in AWS itself', () => {
  test('nothing is asked for the mocked one', async () => {
    expect(await ask({ aws: 'mock' })).toBe('');
  });

  test.each(['y\n', 'Yes\n'])('%j goes on, after the plan was shown', async (types) => {
    expect(await ask({ types })).toMatch(/^AWS account \d{12}.*Cost, by the prices of.*Go on\? \[y\/N\]/s);
  });

  test.each(['n\n', '\n', 'what?\n', ''])('%j makes nothing', async (types) => {
    await expect(ask({ types })).rejects.toMatchObject({
      exitCode: exitCode.usage,
      message: 'Not agreed: nothing was made',
    });
  });

  test('without a terminal --accept-cost is named, and needed', async () => {
    await expect(ask({})).rejects.toMatchObject({
      exitCode: exitCode.usage,
      remedy: expect.stringContaining('--accept-cost'),
    });
    expect(await ask({ accepted: true })).toContain('1.10 USD an hour');
  });

  test('nothing but looking has happened in the account', async () => {
    const { entries } = (await (await fetch(new URL(journalPath, server.admin))).json()) as Journal;
    const done = entries.filter(({ status }) => status === 200).map(({ operation }) => operation);
    expect([...new Set(done)].sort()).toEqual([
      'GetCallerIdentity',
      'ListCertificateAuthorities',
      'ListOpenIDConnectProviders',
      'ListPolicies',
      'ListRoles',
    ]);
    // Rights are tried on what does not exist; what creates is not tried.
    expect(entries.filter(({ operation }) => operation?.startsWith('Create'))).toEqual([]);
  });
});
