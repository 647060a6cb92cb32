import { runLabel } from '../ownership.ts';
import type { AddedToCluster, InstalledPart } from './added-to-cluster.ts';
import type { InventoryObject } from './inventory.ts';

/** What is known of a run, by which its objects are told from everybody else's. */
export type KnownOfRun = Pick<AddedToCluster, 'before' | 'installs' | 'namespaces'> & { readonly runId: string };

/**
 * The objects of an inventory that a run added. None of them was there before; each carries the run's label, is part of
 * an installation that the run made because there was none, is left by its controllers under a name that they always
 * use, or belongs to such an object. What is new and none of these is somebody else's.
 */
export function oursAmong(
  objects: readonly InventoryObject[],
  known: KnownOfRun,
  seen: ReadonlySet<string> = new Set(),
): readonly InventoryObject[] {
  const before = new Set(known.before.map(({ uid }) => uid));
  const there = new Set(objects.map(({ uid }) => uid));
  const added = objects.filter(({ uid }) => !before.has(uid));
  const isOrphan = ({ namespace = '', ownedBy }: InventoryObject) =>
    known.namespaces.includes(namespace) && ownedBy.length > 0 && !ownedBy.some((owner) => there.has(owner));
  const ours = new Set([
    ...seen,
    // Kubernetes is about to remove it, because its owner was removed.
    ...added.filter((object) => isOurs(object, known) || isOrphan(object)).map(({ uid }) => uid),
  ]);
  for (let count = -1; count !== ours.size; ) {
    count = ours.size;
    for (const { uid, ownedBy } of added) if (ownedBy.some((owner) => ours.has(owner))) ours.add(uid);
  }
  return added.filter(({ uid }) => ours.has(uid));
}

/**
 * Whether an object comes and goes with another one by the control plane's own doing: endpoints of a Service, what
 * every namespace gets, the API service of a definition. Never removed by itself.
 */
export function isDerived({ resource: { group, name: plural }, name, labels }: InventoryObject): boolean {
  if (group === '' && plural === 'endpoints') return true;
  if (group === 'discovery.k8s.io' && plural === 'endpointslices') return true;
  if (group === 'networking.k8s.io' && plural === 'ipaddresses') return true;
  if (group === 'apiregistration.k8s.io') return 'kube-aggregator.kubernetes.io/automanaged' in labels;
  if (group !== '') return false;
  return (
    (plural === 'serviceaccounts' && name === 'default') || (plural === 'configmaps' && name === 'kube-root-ca.crt')
  );
}

function isOurs(object: InventoryObject, known: KnownOfRun): boolean {
  const { resource, name, labels } = object;
  if (labels[runLabel] === known.runId) return true;
  if (resource.group === '' && resource.name === 'namespaces') return known.namespaces.includes(name);
  return known.installs.some((part) => isOfPart[part](object));
}

const isOfPart: Readonly<Record<InstalledPart, (object: InventoryObject) => boolean>> = {
  'cert-manager': (object) =>
    isOfRelease(object, 'cert-manager') ||
    isDefinition(object, /^(acme\.)?cert-manager\.io$/) ||
    isNamed(object, 'leases', 'kube-system', /^cert-manager-(controller|cainjector-leader-election(-core)?)$/) ||
    isNamed(object, 'secrets', 'cert-manager', /^cert-manager-webhook-ca$/),
  issuer: (object) =>
    isOfRelease(object, 'aws-pca-issuer') ||
    isDefinition(object, /^awspca\.cert-manager\.io$/) ||
    isNamed(object, 'leases', 'cert-manager', /\.awspca\.cert-manager\.io$/) ||
    isNamed(object, 'secrets', 'cert-manager', /^aws-pca-issuer-session$/),
  istio: (object) =>
    isMadeByIstioctl(object) ||
    isDefinition(object, /(^|\.)istio\.io$/) ||
    isNamed(object, 'configmaps', undefined, /^istio-ca-(root-cert|crl)$/) ||
    isNamed(object, 'validatingwebhookconfigurations', undefined, /^istiod-default-validator$/) ||
    isNamed(object, 'mutatingwebhookconfigurations', undefined, /^istio-revision-tag-default$/) ||
    isNamed(object, 'configmaps', 'istio-system', /^istio(-|$)/) ||
    isNamed(object, 'leases', 'istio-system', /^istio-/) ||
    // The last one is filled by cert-manager for the run's Certificate, and kept by it when that is gone.
    isNamed(object, 'secrets', 'istio-system', /^istio-(ca|kubeconfig)|^istiod-|^cacerts$/),
};

/** Whether an object carries the labels that `istioctl install` and Istio's charts give to theirs. */
const isMadeByIstioctl = ({ labels }: InventoryObject): boolean =>
  labels['release'] === 'istio' ||
  Object.keys(labels).some((label) => /^(install\.)?operator\.istio\.io\//.test(label));

/** Helm writes a release's name to what it installs; the records of the release carry it as a label. */
function isOfRelease({ resource, namespace, labels, annotations }: InventoryObject, release: string): boolean {
  if (annotations['meta.helm.sh/release-name'] === release) {
    return annotations['meta.helm.sh/release-namespace'] === 'cert-manager';
  }
  // What a chart's hooks make has no such annotation.
  if (labels['app.kubernetes.io/instance'] === release && labels['app.kubernetes.io/managed-by'] === 'Helm')
    return true;
  const isRecord = resource.name === 'secrets' && namespace === 'cert-manager' && labels['owner'] === 'helm';
  return isRecord && labels['name'] === release;
}

/** A custom resource's definition (`issuers.cert-manager.io`), or the API service of its group (`v1.cert-manager.io`). */
function isDefinition({ resource, name }: InventoryObject, group: RegExp): boolean {
  if (!['customresourcedefinitions', 'apiservices'].includes(resource.name)) return false;
  return group.test(name.slice(name.indexOf('.') + 1));
}

function isNamed(object: InventoryObject, plural: string, namespace: string | undefined, name: RegExp): boolean {
  const isThere = namespace === undefined || object.namespace === namespace;
  return object.resource.name === plural && isThere && name.test(object.name);
}
