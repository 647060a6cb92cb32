import type { AddedToCluster } from '../../clusters/existing/added-to-cluster.ts';
import { withoutPadding } from '../../clusters/existing/preflight.ts';
import type { Check } from '../../pki/check.ts';
import { heldAs } from '../checks.ts';

/** What a run found in a cluster of somebody's before it added anything; whatever is in its way has been refused by then. */
export function checkGuest({ cluster, before, installs, replaced }: AddedToCluster): Check {
  const { certManager, context } = cluster;
  const used =
    certManager === undefined
      ? []
      : [`cert-manager ${certManager.version ?? ''} in namespace ${certManager.namespace} is used as it is`];
  const found =
    replaced === undefined
      ? `none of them among its ${before.length} objects, which are written down`
      : `replaced until the run ends, as was agreed: ${replaced.installations.map(withoutPadding).join('; ')}`;
  return heldAs({
    id: 'cluster-preflight',
    title: 'Nothing that the run installs is in its way in the cluster',
    expected: `in the cluster of context ${context}: none of ${installs.join(', ')}, but what may be replaced`,
    observed: [found, ...used].join('; '),
  });
}
