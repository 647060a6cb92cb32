/**
 * What Istio's pods reserve. Its defaults (500m for istiod, 100m for every sidecar) leave no room for Bookinfo on a
 * node with 2 cores; reservations are no limits, so nothing runs slower for it.
 */
export const smallReservations: readonly string[] = [
  'values.pilot.resources.requests.cpu=50m',
  'values.pilot.resources.requests.memory=256Mi',
  'values.global.proxy.resources.requests.cpu=10m',
  'values.global.proxy.resources.requests.memory=64Mi',
];
