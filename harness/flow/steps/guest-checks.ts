import type { AddedToCluster } from '../../clusters/existing/added-to-cluster.ts';
import type { Check } from '../../pki/check.ts';
import { heldAs } from '../checks.ts';

/** What a run found in a cluster of somebody's before it added anything; whatever is in its way has been refused by then. */
export function checkGuest({ cluster, before, installs }: AddedToCluster): Check {
  const { certManager, context } = cluster;
  const used =
    certManager === undefined
      ? []
      : [`cert-manager ${certManager.version ?? ''} in namespace ${certManager.namespace} is used as it is`];
  return heldAs({
    id: 'cluster-preflight',
    title: 'Nothing that the run installs is in the cluster already',
    expected: `in the cluster of context ${context}: none of ${installs.join(', ')}`,
    observed: [`none of them among its ${before.length} objects, which are written down`, ...used].join('; '),
  });
}
