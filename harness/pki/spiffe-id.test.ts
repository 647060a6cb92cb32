import { describe, expect, test } from '@jest/globals';
import { parseWorkloadSpiffeId } from './spiffe-id.ts';

describe('parseWorkloadSpiffeId', () => {
  test('reads trust domain, namespace and service account', () => {
    expect(parseWorkloadSpiffeId('spiffe://cluster.local/ns/default/sa/bookinfo-productpage')).toEqual({
      trustDomain: 'cluster.local',
      namespace: 'default',
      serviceAccount: 'bookinfo-productpage',
    });
  });

  test.each([
    ['another scheme', 'https://cluster.local/ns/default/sa/a'],
    ['no trust domain', 'spiffe:///ns/default/sa/a'],
    ['an upper-case trust domain', 'spiffe://Cluster.local/ns/default/sa/a'],
    ['a port', 'spiffe://cluster.local:8080/ns/default/sa/a'],
    ['an empty service account', 'spiffe://cluster.local/ns/default/sa/'],
    ['a longer path', 'spiffe://cluster.local/ns/default/sa/a/b'],
    ['a query', 'spiffe://cluster.local/ns/default/sa/a?b'],
    ['another path', 'spiffe://cluster.local/productpage'],
  ])('%s is no identity of a workload', (_, uri) => {
    expect(parseWorkloadSpiffeId(uri)).toBeUndefined();
  });
});
