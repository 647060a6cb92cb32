import { describe, expect, test } from '@jest/globals';
import { counterOf } from './mutual-tls.ts';

const details = 'cluster.outbound|9080||details.default.svc.cluster.local';

describe('counterOf', () => {
  test.each(['', ';'])('reads the counter of its scope alone, its name ended by %j', (end) => {
    const stats = [
      `cluster.outbound|9080||details.default.svc.cluster.local.example${end}.ssl.handshake: 9`,
      `cluster.outbound|9080||reviews.default.svc.cluster.local${end}.ssl.handshake: 7`,
      `${details}${end}.ssl.handshake: 3`,
      `${details}${end}.upstream_cx_total: 4`,
      `${details}${end}.upstream_rq_200: 12`,
      `listener.0.0.0.0_15006${end}.ssl.handshake: 5`,
    ].join('\n');
    expect(counterOf(stats, details, 'ssl.handshake')).toBe(3);
    expect(counterOf(stats, details, 'upstream_cx_total')).toBe(4);
    expect(counterOf(stats, details, 'upstream_rq_200')).toBe(12);
    expect(counterOf(stats, 'listener.0.0.0.0_15006', 'ssl.handshake')).toBe(5);
  });

  test('is nothing where Envoy counts nothing', () => {
    expect(counterOf('', details, 'ssl.handshake')).toBe(0);
  });
});
