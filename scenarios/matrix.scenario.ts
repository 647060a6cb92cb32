import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { defaultVersions } from '../harness/artifacts/versions.ts';
import { leftOf } from '../harness/cli/testing/left-behind.ts';
import { pcaE2e, startPcaE2e, temporaryRunFolder } from '../harness/cli/testing/pca-e2e.ts';
import type { MatrixReport } from '../harness/matrix/matrix-report.ts';
import { runCommand } from '../harness/process/run-command.ts';
import { useSetUp } from '../harness/scenario/set-up.ts';

/** Two combinations, that stop before anything is built for them. */
const twoCells = ['matrix', '--issuer', '1.11.0,1.12.0', '--until', 'network'];

/** The first is of the default versions, and whole; the second cannot be built: its sources have no programs. */
function wholeAndSick(until: string): readonly string[] {
  const sources = temporaryRunFolder();
  writeFileSync(join(sources, 'go.mod'), 'module github.com/cert-manager/aws-privateca-issuer\n\ngo 1.24\n');
  return ['matrix', '--artifacts', 'local', '--issuer', `${defaultVersions.issuer},${sources}`, '--until', until];
}

/** The mocked AWS takes a moment to come up: time to interrupt it, or to kill what waits for it. */
const awsBegins = '▶ AWS account';

const reportIn = (folder: string) => JSON.parse(readFileSync(join(folder, 'matrix.json'), 'utf8')) as MatrixReport;
const outcomesIn = (folder: string) => reportIn(folder).cells.map(({ outcome }) => outcome);

/** `matrix.json` without what differs from one run to the next. */
const lasting = (folder: string) =>
  readFileSync(join(folder, 'matrix.json'), 'utf8').replace(/("(?:startedAt|durationMs|folder)": )[^,\n]+/g, '$1…');

describe('shards of a matrix', () => {
  test('run as processes of their own, and merge into the report of one run', async () => {
    const [whole, one, two, merged] = Array.from({ length: 4 }, temporaryRunFolder) as [string, string, string, string];
    const shards = [one, two].map((folder, index) =>
      pcaE2e([...twoCells, '--shard', `${index + 1}/2`, '--run-dir', folder]),
    );
    const exitCodes = (await Promise.all(shards)).map(({ exitCode }) => exitCode);
    expect(exitCodes).toEqual([0, 0]);
    expect(new Set([one, two].flatMap((folder) => reportIn(folder).cells.map(({ id }) => id))).size).toBe(2);

    const merge = await pcaE2e(['matrix', '--merge', two, one, '--run-dir', merged]);
    expect(merge).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('2 combinations: 2 passed') });
    await pcaE2e([...twoCells, '--run-dir', whole]);
    expect(lasting(merged)).toBe(lasting(whole));
    for (const { folder } of reportIn(merged).cells) {
      expect(readFileSync(join(merged, folder, 'report.html'), 'utf8')).toContain('<!doctype html>');
    }
  });
});

describe('a matrix', () => {
  test('goes on after a combination that failed, tells why, and what is different from a baseline', async () => {
    const folder = temporaryRunFolder();
    const args = [...wholeAndSick('artifacts'), '--run-dir', folder];
    const first = await pcaE2e(args);
    expect(first).toMatchObject({ exitCode: 4, stdout: expect.stringContaining('1 passed, 1 failed') });
    const [whole, sick] = reportIn(folder).cells;
    expect([whole?.outcome, sick?.outcome]).toEqual(['passed', 'failed']);
    expect(sick?.cause).toMatch(/^Building aws-privateca-issuer 0\.0\.0-checkout-\w+ failed/);
    expect(sick?.error).toContain('does not contain package');
    expect(readFileSync(join(folder, 'junit.xml'), 'utf8')).toContain('does not contain package');
    expect(existsSync(join(folder, sick?.folder ?? '', 'evidence'))).toBe(true);

    const passed = { outcome: 'passed', exitCode: 0, cause: null };
    const earlier = { ...reportIn(folder), cells: reportIn(folder).cells.map((cell) => ({ ...cell, ...passed })) };
    const baseline = join(temporaryRunFolder(), 'matrix.json');
    writeFileSync(baseline, JSON.stringify(earlier));
    const second = await pcaE2e([...args, '--baseline', baseline]);
    expect(second).toMatchObject({ exitCode: 4, stdout: expect.stringContaining('newly failing') });
    expect(second.stdout).toContain('2 of 2 combinations came to an end before');
    expect(reportIn(folder).baseline?.changes.map(({ id, change }) => ({ id, change }))).toEqual([
      { id: sick?.id, change: 'newly-failing' },
    ]);
  });

  test('is undone by Ctrl-C, reports what there is, and is taken up where it was', async () => {
    const folder = temporaryRunFolder();
    const args = [...wholeAndSick('aws'), '--run-dir', folder];
    const matrix = startPcaE2e(args);
    await matrix.lineWith(awsBegins);
    matrix.kill('SIGINT');
    expect((await matrix.finished).exitCode).toBe(130);
    expect(outcomesIn(folder)).toEqual(['interrupted', 'not-run']);
    expect(await leftOf(firstRunIn(folder))).toEqual([]);

    expect((await pcaE2e(args)).exitCode).toBe(4);
    expect(outcomesIn(folder)).toEqual(['passed', 'failed']);
  });

  test('whose process was killed removes what is left, and runs that combination again', async () => {
    const folder = temporaryRunFolder();
    const args = [...wholeAndSick('aws'), '--run-dir', folder];
    const matrix = startPcaE2e(args);
    await matrix.lineWith(awsBegins);
    matrix.kill('SIGKILL');
    await matrix.finished;
    const killed = firstRunIn(folder);
    expect(await leftOf(killed)).not.toEqual([]);

    expect((await pcaE2e(args)).stdout).toContain(`Removing what run ${killed} left`);
    expect(outcomesIn(folder)).toEqual(['passed', 'failed']);
    expect(firstRunIn(folder)).not.toBe(killed);
    expect(await leftOf(killed)).toEqual([]);
  });

  test('has its folder for itself', async () => {
    const folder = temporaryRunFolder();
    const args = [...wholeAndSick('aws'), '--run-dir', folder];
    const first = startPcaE2e(args);
    await first.lineWith(awsBegins);
    // However slow the second one is, the first has not ended before it looks.
    first.kill('SIGSTOP');
    const second = await pcaE2e(args);
    first.kill('SIGCONT');
    expect(second).toMatchObject({ exitCode: 2, stderr: expect.stringMatching(/Process \d+ runs a matrix in/) });
    expect((await first.finished).exitCode).toBe(4);
  });
});

/** Run id of the combination that is begun first. */
function firstRunIn(folder: string): string {
  const { certManager, issuer, istio, kubernetes } = defaultVersions;
  const id = `cert-manager-${certManager}_issuer-${issuer}_istio-${istio}_kubernetes-${kubernetes}`;
  return JSON.parse(readFileSync(join(folder, id, 'cell.json'), 'utf8')).runId;
}

describe('the Job that a matrix is emitted as', () => {
  const setUp = useSetUp('issuance');

  test('is accepted by a real API server, with no field that it does not know', async () => {
    const { artifacts, cluster } = setUp.outputs;
    const file = join(temporaryRunFolder(), 'job.yaml');
    const { stdout: yaml } = await pcaE2e([...twoCells, '--emit', 'kubernetes']);
    writeFileSync(file, yaml);
    const { stdout } = await runCommand(artifacts.tools.kubectl, [
      ...['--kubeconfig', cluster.kubeconfig, 'apply', '--dry-run=server', '--validate=strict', '--filename', file],
    ]);
    expect(stdout).toMatch(/job\.batch\/pca-e2e-matrix created \(server dry run\)/);
  });
});
