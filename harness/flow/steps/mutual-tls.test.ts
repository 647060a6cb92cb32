import { describe, expect, test } from '@jest/globals';
import { hopCounters, mutualTlsCheck } from './mutual-tls.ts';

const details = 'cluster.outbound|9080||details.default.svc.cluster.local';

describe('hopCounters', () => {
  test.each(['', ';'])('reads the counters of its cluster alone, its name ended by %j', (end) => {
    const stats = [
      `${details}${end}.ssl.handshake: 3`,
      `${details}${end}.upstream_cx_total: 4`,
      `${details}${end}.upstream_rq_200: 12`,
      `cluster.outbound|9080||details.default.svc.cluster.local.example${end}.ssl.handshake: 9`,
      `cluster.outbound|9080||reviews.default.svc.cluster.local${end}.ssl.handshake: 7`,
    ].join('\n');
    expect(hopCounters(stats, details)).toEqual({ handshakes: 3, connections: 4, answered: 12 });
  });

  test('counts nothing where Envoy counts nothing', () => {
    expect(hopCounters('', details)).toEqual({ handshakes: 0, connections: 0, answered: 0 });
  });
});

describe('mutualTlsCheck', () => {
  test.each([
    ['every connection shook hands', { connections: 2, handshakes: 2, answered: 5 }, 'passed'],
    ['one connection was in plain text', { connections: 2, handshakes: 1, answered: 5 }, 'failed'],
    ['all were in plain text', { connections: 2, handshakes: 0, answered: 5 }, 'failed'],
    ['nothing was answered', { connections: 2, handshakes: 2, answered: 0 }, 'failed'],
    ['there was no connection', { connections: 0, handshakes: 0, answered: 0 }, 'failed'],
  ])('%s', (_, counters, outcome) => {
    expect(mutualTlsCheck(['productpage-v1'], 'details', counters)).toMatchObject({
      id: 'mutual-tls-details',
      outcome,
    });
  });
});
