import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mockedAccount } from '../harness/aws/aws-account.ts';
import { MockAdmin } from '../harness/aws/mock-admin.ts';
import { commandsIn, differences } from '../harness/cli/testing/compare-plan.ts';
import { leftOf } from '../harness/cli/testing/left-behind.ts';
import { type FinishedCommand, pcaE2e, temporaryRunFolder } from '../harness/cli/testing/pca-e2e.ts';
import type { PlannedStep } from '../harness/flow/plan-flow.ts';
import { readRunState } from '../harness/flow/run-state.ts';
import type { StepOutputs } from '../harness/flow/step-outputs.ts';
import { checkIds } from '../harness/pki/check-ids.ts';
import type { RunReport } from '../harness/reports/run-report.ts';
import type { JournalEntry } from '../mocks/contract.ts';

const upTimeoutMs = 5 * 60_000;

/** One run of the main job, kept, so that its result can be looked at with other people's tools, then removed. */
describe('from an empty machine to the verified five-certificate chain', () => {
  const folder = temporaryRunFolder();
  let up: FinishedCommand;
  let report: RunReport;

  beforeAll(async () => {
    up = await pcaE2e(['up', '--keep', '--json', '--run-dir', folder]);
    report = JSON.parse(up.stdout) as RunReport;
  }, upTimeoutMs);

  afterAll(async () => {
    const down = await pcaE2e(['down', '--run-dir', folder]);
    expect(down).toMatchObject({ exitCode: 0 });
    expect(await leftOf(report.runId)).toEqual([]);
  }, 60_000);

  test('every step passes and every check holds', () => {
    expect(report.steps.map(({ id, status }) => `${id} ${status}`)).toEqual([
      'artifacts passed',
      'network passed',
      'cluster passed',
      'aws passed',
      'cert-manager passed',
      'ca-hierarchy passed',
      'iam-role passed',
      'issuer passed',
      'aws-pca-issuer passed',
      'istio-ca passed',
      'istio passed',
      'bookinfo passed',
      'pod-chain passed',
    ]);
    expect(report.checks.filter(({ outcome }) => outcome !== 'passed')).toEqual([]);
    expect({ outcome: report.outcome, exitCode: up.exitCode }).toEqual({ outcome: 'passed', exitCode: 0 });
  });

  test('proves each claim of the guide by a check of its own, which has a counter-example', () => {
    const ids = report.checks.map(({ id }) => id);
    expect([...ids].sort()).toEqual([...checkIds.guide].sort());
  });

  test('openssl sees the five certificates as the guide describes them', () => {
    const openssl = (...args: readonly string[]) =>
      execFileSync('openssl', args, { cwd: folder, encoding: 'utf8' }).trim();
    expect(report.chain.map(({ label }) => label)).toEqual(['aa', 'ab', 'ac', 'ad', 'ae']);
    for (const { label, serialHex, notAfter } of report.chain) {
      const seen = openssl('x509', '-in', `cert-${label}`, '-noout', '-serial', '-enddate', '-dateopt', 'iso_8601');
      expect(seen).toBe(
        `serial=${serialHex.toUpperCase()}\nnotAfter=${notAfter.replace('T', ' ').replace('.000Z', 'Z')}`,
      );
    }
    // aa -> ab -> ac -> ad, and ae once more ad.
    expect(openssl('verify', '-x509_strict', '-CAfile', 'cert-ad', '-untrusted', 'chain.pem', 'cert-aa')).toBe(
      'cert-aa: OK',
    );
    expect(openssl('x509', '-in', 'cert-ae', '-noout', '-fingerprint')).toBe(
      openssl('x509', '-in', 'cert-ad', '-noout', '-fingerprint'),
    );
  });

  test('the issuer signs as the role of its own service account, without static keys', async () => {
    const { outputs } = await readRunState(folder);
    const entries = await journalOf(outputs);
    const issued = entries.filter(
      ({ operation, issuedSerialHex }) => operation === 'IssueCertificate' && issuedSerialHex,
    );
    // The root's own certificate and the subordinate CA's by the administrator, Istio's CA by the issuer.
    const [, , istioCa] = issued;
    expect(issued).toHaveLength(3);
    expect(istioCa?.principalArn).toContain(`:assumed-role/${outputs['iam-role']?.roleName}/`);
    expect(istioCa?.issuedSerialHex).toBe(report.chain[1]?.serialHex);
    expect(entries).toContainEqual(expect.objectContaining({ operation: 'AssumeRoleWithWebIdentity', status: 200 }));
  });

  test('the plan that --dry-run prints is what the run did: every command, and every operation of AWS', async () => {
    // The plan of a kept run has nothing left to do: it is asked for in another folder, under the same id.
    const planned = await pcaE2e([
      'up',
      '--dry-run',
      '--json',
      '--run-id',
      report.runId,
      '--run-dir',
      `${folder}-plan`,
    ]);
    const { steps } = JSON.parse(planned.stdout.replaceAll(`${folder}-plan`, folder)) as PrintedPlan;
    const actions = steps.flatMap((step) => step.actions);
    const log = readFileSync(join(folder, 'commands.log'), 'utf8');
    expect(differences(actions, commandsIn(log))).toEqual({ notExecuted: [], notPlanned: [] });

    const { outputs } = await readRunState(folder);
    const called = (await journalOf(outputs)).map(({ service, operation }) => `${service} ${operation}`);
    const plannedCalls = actions.filter(({ by }) => by === 'aws').map(({ what }) => what);
    expect([...new Set(plannedCalls)].sort()).toEqual([...new Set(called)].sort());
  });

  test('another shell sees the kept run, and verifies it again', async () => {
    const list = await pcaE2e(['list', '--json']);
    expect(JSON.parse(list.stdout).runs).toContainEqual(expect.objectContaining({ runId: report.runId, folder }));
    const verify = await pcaE2e(['verify', '--json', '--run-dir', folder]);
    const verified = JSON.parse(verify.stdout);
    expect(verified.checks.filter((check: { outcome: string }) => check.outcome !== 'passed')).toEqual([]);
    expect(verify.exitCode).toBe(0);
    expect(verified.chain.map((entry: { sha256: string }) => entry.sha256)).toEqual(
      report.chain.map(({ sha256 }) => sha256),
    );
  });

  test('no private key or credential is in any file but those for the owner alone', () => {
    const find = ['-rlE', '-e', 'PRIVATE KEY', '-e', 'secretAccessKey', '-e', 'AWS_SECRET_ACCESS_KEY', folder];
    const files = execFileSync('grep', find, { encoding: 'utf8' }).trim().split('\n').sort();
    expect(files).toEqual([join(folder, 'environment'), join(folder, 'state.json')]);
    const modes = execFileSync('stat', ['--format', '%a', ...files], { encoding: 'utf8' })
      .trim()
      .split('\n');
    expect(modes).toEqual(['600', '600']);
  });
});

type PrintedPlan = { readonly steps: readonly PlannedStep[] };

/** What was asked of the run's mocked AWS. */
async function journalOf({ aws }: Partial<StepOutputs>): Promise<readonly JournalEntry[]> {
  if (!aws) throw new Error('The run has no AWS account');
  return new MockAdmin(mockedAccount(aws).adminEndpoint).journal();
}
