import { expect, test } from '@jest/globals';
import { endpointCounters } from './endpoint-counters.ts';

const clusters = `outbound|9080||details.default.svc.cluster.local::added_via_api::true
outbound|9080||details.default.svc.cluster.local::10.244.0.11:9080::cx_connect_fail::1
outbound|9080||details.default.svc.cluster.local::10.244.0.11:9080::cx_total::2
outbound|9080||details.default.svc.cluster.local::10.244.0.11:9080::rq_error::4
outbound|9080||details.default.svc.cluster.local::10.244.0.11:9080::rq_success::30
outbound|9080||details.default.svc.cluster.local::10.244.0.11:9080::hostname::
outbound|9080||details.default.svc.cluster.local::10.244.0.111:9080::rq_success::500
outbound|9080|v1|details.default.svc.cluster.local::10.244.0.11:9080::rq_success::3
inbound|9080||::10.244.0.11:9080::rq_success::700
`;

test('sums what a proxy has counted for an address, over the clusters that lead out', () => {
  expect(endpointCounters(clusters, '10.244.0.11')).toEqual({
    connections: 2,
    failedConnections: 1,
    answered: 33,
    failed: 4,
  });
});

test('counts nothing for an address that no cluster has', () => {
  expect(endpointCounters(clusters, '10.244.0.9')).toEqual({
    connections: 0,
    failedConnections: 0,
    answered: 0,
    failed: 0,
  });
});
