import { expect, test } from '@jest/globals';
import { standingRun } from '../testing/standing-run.ts';
import { isMeshNamespace } from './mesh-namespaces.ts';

const { run } = standingRun();
const guest = { ...run, options: { ...run.options, provider: 'existing' as const } };

test('in a cluster of its own a run restarts pods of every namespace', () => {
  expect(['default', 'anything'].map(isMeshNamespace(run, { provider: 'kind' }))).toEqual([true, true]);
});

test("in somebody's cluster only those of the namespaces that it works in, whoever has sidecars meanwhile", () => {
  const isOurs = isMeshNamespace(guest, { provider: 'existing' });
  expect(['istio-system', `bookinfo-${run.id}`, 'default', 'shop'].map(isOurs)).toEqual([true, true, false, false]);
});
