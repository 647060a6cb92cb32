import { describe, expect, test } from '@jest/globals';
import { readAnswer, type TrafficAnswer, trafficReport } from './traffic-report.ts';

const at = new Date('2026-11-24T10:00:00Z');

describe('readAnswer', () => {
  test('reads what curl says of an answer', () => {
    expect(readAnswer('200 0.012345 0 whole', at)).toEqual({
      at: '2026-11-24T10:00:00.000Z',
      status: 200,
      durationMs: 12,
      curlExitCode: 0,
      isWhole: true,
    });
  });

  test('reads a request without an answer as status 0', () => {
    expect(readAnswer('000 10.001000 28 whole', at)).toMatchObject({ status: 0, curlExitCode: 28 });
  });

  test.each(['pid 17', '', 'curl: (7) Failed to connect', '200 0.1'])('passes over %j', (line) => {
    expect(readAnswer(line, at)).toBeUndefined();
  });
});

describe('trafficReport', () => {
  const answer = (change: Partial<TrafficAnswer>): TrafficAnswer => ({
    at: at.toISOString(),
    status: 200,
    durationMs: 10,
    curlExitCode: 0,
    isWhole: true,
    ...change,
  });

  test('counts every answer that is no whole page as a failure', () => {
    const refused = answer({ status: 503 });
    const unanswered = answer({ status: 0, curlExitCode: 52 });
    const partial = answer({ isWhole: false });
    expect(trafficReport([answer({}), refused, unanswered, partial])).toMatchObject({
      requests: 4,
      byStatus: { 200: 2, 503: 1, 0: 1 },
      failures: [refused, unanswered, partial],
    });
  });

  test('gives the time within which 99 of 100 were answered', () => {
    const answers = Array.from({ length: 200 }, (_, index) => answer({ durationMs: 200 - index }));
    expect(trafficReport(answers).p99Ms).toBe(198);
  });

  test('of nothing is nothing', () => {
    expect(trafficReport([])).toEqual({ requests: 0, byStatus: {}, failures: [], p99Ms: 0 });
  });
});
