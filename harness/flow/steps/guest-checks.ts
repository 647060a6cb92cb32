import type { AddedToCluster, InstalledPart } from '../../clusters/existing/added-to-cluster.ts';
import type { Check } from '../../pki/check.ts';
import { checked } from '../checks.ts';

/** What a run found in a cluster of somebody's before it added anything; whatever is in its way has been refused by then. */
export function checkGuest({ cluster, before, installs }: AddedToCluster): Check {
  const { certManager, context } = cluster;
  const used =
    certManager === undefined
      ? []
      : [`cert-manager ${certManager.version ?? ''} in namespace ${certManager.namespace} is used as it is`];
  const inTheWay = before.filter(({ name }) => isOf(installs, name));
  const found =
    inTheWay.length > 0
      ? `already in it: ${inTheWay.map(({ name }) => name).join(', ')}`
      : `none of them among its ${before.length} objects, which are written down`;
  return checked(inTheWay.length === 0, {
    id: 'cluster-preflight',
    title: 'Nothing that the run installs is in the cluster already',
    expected: `in the cluster of context ${context}: none of ${installs.join(', ')}`,
    observed: [found, ...used].join('; '),
  });
}

/** By these an installation is known whatever it is named: its definitions, and for Istio the CA that istiod would plug in. */
const objectsOf: Readonly<Record<InstalledPart, RegExp>> = {
  'cert-manager': /^customresourcedefinitions\.\S+ [a-z]+\.(acme\.)?cert-manager\.io$/,
  issuer: /^customresourcedefinitions\.\S+ [a-z]+\.awspca\.cert-manager\.io$/,
  istio: /^(customresourcedefinitions\.\S+ [a-z]+\.[a-z.]*istio\.io|secrets istio-system\/cacerts)$/,
};

const isOf = (parts: readonly InstalledPart[], name: string) => parts.some((part) => objectsOf[part].test(name));
