import { Writable } from 'node:stream';
import { describe, expect, test } from '@jest/globals';
import { UsageError } from '../../errors/harness-error.ts';
import type { RunEvent } from '../../flow/run-events.ts';
import { errorLines } from './event-lines.ts';
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

  test('shows a failed check with what was expected and observed', () => {
    const { stream, text } = capture();
    const report = new TerminalReport({ stream, style: plain, live: false });
    report.onEvent({
      type: 'check',
      atMs: 0,
      stepId: 'istio',
      check: {
        id: 'c',
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
      expect.objectContaining({ title: '7. Install Istio', startedAtMs: 5, detail: 'istiod to be ready: 0 of 1' }),
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
