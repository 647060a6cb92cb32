import { Writable } from 'node:stream';
import { describe, expect, test } from '@jest/globals';
import { UsageError } from '../../errors/harness-error.ts';
import type { RunEvent } from '../../flow/run-events.ts';
import { observeCommands, runCommand } from '../../process/run-command.ts';
import { commandLines } from './command-lines.ts';
import { errorLines, stackLines } from './event-lines.ts';
import { ProgressModel } from './progress-model.ts';
import { styleFor } from './style.ts';
import { TerminalReport } from './terminal-report.ts';
import { shorten } from './text-width.ts';

const plain = styleFor({ isTTY: false }, {});
const started: RunEvent = {
  type: 'run-started',
  atMs: 0,
  runId: 'r1',
  folder: 'out',
  steps: [{ id: 'istio', title: 'Install Istio', guideStep: 7, needs: [] }],
};

function capture(): { readonly stream: NodeJS.WriteStream; text(): string } {
  const chunks: string[] = [];
  const stream = new Writable({
    write(chunk, _encoding, done) {
      chunks.push(String(chunk));
      done();
    },
  });
  return { stream: stream as unknown as NodeJS.WriteStream, text: () => chunks.join('') };
}

describe('TerminalReport in a log', () => {
  test('has a line with the time for each step that starts and ends, and none that must be rewritten', () => {
    const { stream, text } = capture();
    const report = new TerminalReport({ stream, style: plain, live: false });
    report.onEvent(started);
    report.onEvent({ type: 'step-started', atMs: 0, stepId: 'istio' });
    report.onEvent({ type: 'step-ended', atMs: 0, stepId: 'istio', status: 'passed', durationMs: 6_700 });
    const lines = text().trimEnd().split('\n');
    expect(lines.map((line) => line.replace(/^\d\d:\d\d:\d\d /, '@ '))).toEqual([
      '@ Run r1  out',
      '@ ▶ 7. Install Istio',
      '@ ✓     6.7 s  7. Install Istio',
    ]);
    expect(text()).not.toContain('\u001b');
  });

  test('shows why something could not be removed, and what to do', () => {
    const { stream, text } = capture();
    const report = new TerminalReport({ stream, style: plain, live: false });
    const cause = new Error('The API server answered 403');
    const error = new UsageError('Could not undo "Install Istio"', { cause, remedy: 'Run `pca-e2e down` again.' });
    report.onEvent(started);
    report.onEvent({ type: 'undo-ended', atMs: 0, stepId: 'istio', durationMs: 2_100, error });
    expect(text()).toMatch(/✗ +2\.1 s {2}Not undone: 7\. Install Istio\n.*Could not undo "Install Istio"\n/);
    expect(text()).toMatch(/because The API server answered 403\n.*What to do: Run `pca-e2e down` again\.\n$/);
  });

  test('shows a failed check with what was expected and observed', () => {
    const { stream, text } = capture();
    const report = new TerminalReport({ stream, style: plain, live: false });
    report.onEvent({
      type: 'check',
      atMs: 0,
      stepId: 'istio',
      check: {
        id: 'istiod-plugged-in-ca',
        title: 'istiod uses the plugged-in CA',
        outcome: 'failed',
        expected: 'our root',
        observed: 'O=cluster.local',
      },
    });
    expect(text()).toContain('✗ istiod uses the plugged-in CA\n    expected  our root\n    observed  O=cluster.local');
  });
});

describe('TerminalReport on a terminal', () => {
  test('rewrites what is under way in place, and leaves what has ended', () => {
    const { stream, text } = capture();
    const report = new TerminalReport({ stream, style: plain, live: true });
    report.onEvent(started);
    report.onEvent({ type: 'step-ended', atMs: 0, stepId: 'istio', status: 'failed', durationMs: 900 });
    expect(text()).toBe('Run r1  out\n✗    900 ms  7. Install Istio\n');
  });
});

describe('ProgressModel', () => {
  test('tells of each running step what it waits for and what it saw last', () => {
    const model = new ProgressModel();
    model.onEvent(started);
    model.onEvent({ type: 'step-started', atMs: 5, stepId: 'istio' });
    model.onEvent({ type: 'step-waiting', atMs: 6, stepId: 'istio', waitingFor: 'istiod to be ready' });
    model.onEvent({ type: 'step-observed', atMs: 7, stepId: 'istio', observed: '0 of 1' });
    expect(model.activities).toEqual([
      {
        id: 'istio',
        title: '7. Install Istio',
        isPart: false,
        startedAtMs: 5,
        waitsFor: 'istiod to be ready',
        waitingSinceMs: 6,
        observed: '0 of 1',
      },
    ]);
    model.onEvent({ type: 'step-ended', atMs: 8, stepId: 'istio', status: 'passed', durationMs: 3 });
    expect(model.activities).toEqual([]);
  });
});

test('an error shows every cause and every remedy, and no stack', () => {
  const error = new UsageError('unknown version 9.9.9', { remedy: 'Use 1.21.2.', cause: new Error('404') });
  expect(errorLines(error, plain)).toEqual(['Error: unknown version 9.9.9', 'because 404', 'What to do: Use 1.21.2.']);
});

test.each([
  [{ isTTY: true }, {}, true],
  [{ isTTY: true }, { NO_COLOR: '1' }, false],
  [{ isTTY: false }, {}, false],
  [{ isTTY: true }, { TERM: 'dumb' }, false],
  [{ isTTY: false }, { FORCE_COLOR: '1' }, true],
])('colours on %j with %j: %s', (stream, env, expected) => {
  expect(styleFor(stream, env).bold('x') !== 'x').toBe(expected);
});

test.each([
  ['short', 10, 'short'],
  ['exactly ten', 11, 'exactly ten'],
  ['much too long', 6, 'much …'],
  ['two\n  lines', 20, 'two lines'],
])('%j fits %d as %j', (text, width, expected) => {
  expect(shorten(text, width)).toBe(expected);
});

describe('a quiet TerminalReport', () => {
  test('tells of what fails, and of nothing that goes well', () => {
    const { stream, text } = capture();
    const report = new TerminalReport({ stream, style: plain, live: false, quiet: true });
    report.onEvent(started);
    report.onEvent({ type: 'step-started', atMs: 0, stepId: 'istio' });
    report.onEvent({ type: 'step-ended', atMs: 0, stepId: 'network', status: 'passed', durationMs: 1 });
    report.onEvent({ type: 'step-ended', atMs: 0, stepId: 'istio', status: 'failed', durationMs: 6_700 });
    expect(text().replace(/^\d\d:\d\d:\d\d /, '@ ')).toBe('@ ✗     6.7 s  7. Install Istio\n');
  });
});

test('every command is shown with what it prints, line by line, under its number, without secrets', async () => {
  const lines: string[] = [];
  const stop = observeCommands(commandLines((line) => lines.push(line), plain));
  await runCommand(process.execPath, ['-e', 'console.log("a"); console.error("key s3cret")'], { secrets: ['s3cret'] });
  stop();
  const shown = lines.map((line) => line.replace(/^\[[\d:.]+\] \[\d+\]/, '@'));
  expect(shown[0]).toMatch(/^@ \$ node -e /);
  expect(shown.slice(1, 3).sort()).toEqual(['@   a', '@   key ***']);
  expect(shown[3]).toMatch(/^@ ✔ exit 0 after /);
});

test('the stack is that of the error and of every cause', () => {
  const error = new UsageError('outer', { cause: new Error('inner') });
  expect(stackLines(error).filter((line) => /outer|inner/.test(line))).toHaveLength(2);
  expect(stackLines(error).some((line) => line.includes('terminal-report.test.ts'))).toBe(true);
});
