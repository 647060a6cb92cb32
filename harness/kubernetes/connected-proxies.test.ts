import { expect, test } from '@jest/globals';
import { connectedProxies } from './connected-proxies.ts';

test('the proxies that istiod knows are read from its own state; there may be none yet', () => {
  const syncz = JSON.stringify([
    { proxy: 'ratings-v1-1.default', istio_version: '1.30', cluster_sent: 'a' },
    { proxy: 'istio-ingressgateway-1.istio-system' },
    {},
  ]);
  expect(connectedProxies(syncz)).toEqual(['ratings-v1-1.default', 'istio-ingressgateway-1.istio-system']);
  expect(connectedProxies('null')).toEqual([]);
});
