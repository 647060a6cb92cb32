import type { InventoryObject } from '../inventory.ts';

const groups: Readonly<Record<string, string>> = {
  deployments: 'apps',
  replicasets: 'apps',
  customresourcedefinitions: 'apiextensions.k8s.io',
  apiservices: 'apiregistration.k8s.io',
  leases: 'coordination.k8s.io',
  mutatingwebhookconfigurations: 'admissionregistration.k8s.io',
  certificates: 'cert-manager.io',
  clusterroles: 'rbac.authorization.k8s.io',
  endpointslices: 'discovery.k8s.io',
};

/** For tests: an object as an inventory has it, from `deployments team/shop`; its uid is that text. */
export function sampleObject(
  text: string,
  details: Partial<Pick<InventoryObject, 'labels' | 'annotations' | 'ownedBy'>> = {},
): InventoryObject {
  const [plural = '', path = ''] = text.split(' ');
  const [name = '', namespace] = path.split('/').toReversed();
  return {
    resource: {
      ...{ group: groups[plural] ?? '', version: 'v1', name: plural, kind: plural },
      namespaced: namespace !== undefined,
    },
    ...{ namespace, name, uid: text, resourceVersion: '1', labels: {}, annotations: {}, ownedBy: [] },
    ...details,
  };
}
