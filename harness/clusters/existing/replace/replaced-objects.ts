import { isController, isIstioWebhook, isOfGuide } from '../installations.ts';
import { type InventoryObject, nameOfObject } from '../inventory.ts';
import { isDefinition, isDerived, isMadeByIstioctl, isOfGuidesRelease } from '../is-ours.ts';
import { refuseWhatCannotGo } from './what-cannot-go.ts';

/** What a run that may replace takes out of a cluster: installations alone, and nothing that people made with them. */
export interface Replaced {
  /** They are copied, removed, and put back once what the run added is gone. */
  readonly objects: readonly InventoryObject[];
  /** What goes with them and comes back by itself, under names of its own: pods, requests of certificates, leases. */
  readonly companions: readonly InventoryObject[];
  /** Definitions of their kinds: they stay, with every object of those kinds, and get their contents back. */
  readonly definitions: readonly InventoryObject[];
}

/**
 * The objects of every installation that would be in a run's way: what Helm or `istioctl` installed together with its controller, and
 * what has the names of the guide's steps 3, 5 and 6.
 *
 * @throws UsageError for what cannot be replaced.
 */
export function replacedObjects(all: readonly InventoryObject[], context: string): Replaced {
  const seeds = all.filter((object) => isController(object) || (isTakeable(object) && isSeed(object)));
  const isInstalledWith = [ofReleases(seeds), ofInstances(seeds)];
  const objects = all.filter(
    (object) =>
      isOfGuide(object) ||
      (isTakeable(object) && (seeds.includes(object) || isInstalledWith.some((isOne) => isOne(object)))),
  );
  refuseWhatCannotGo(seeds, objects, context);
  return {
    objects,
    companions: companionsOf(objects, all),
    definitions: all.filter((object) => object.resource.name !== 'apiservices' && isDefinition(object, definedGroups)),
  };
}

const isSeed = (object: InventoryObject) =>
  isIstioWebhook(object) || isMadeByIstioctl(object) || isOfGuidesRelease(object);

const definedGroups = /(^|\.)(cert-manager|istio)\.io$/;

/** Namespaces and definitions hold what others have made; a Job would run again when it is put back. */
function isTakeable(object: InventoryObject): boolean {
  const kept = ['namespaces', 'customresourcedefinitions', 'jobs', 'persistentvolumeclaims'];
  return !(object.ownedBy.length > 0 || isDerived(object) || kept.includes(object.resource.name));
}

/** What is of the same Helm releases: Helm writes a release's name to its objects, and keeps a record of it in Secrets. */
function ofReleases(seeds: readonly InventoryObject[]): (object: InventoryObject) => boolean {
  const releaseOf = ({ annotations }: InventoryObject) =>
    `${annotations['meta.helm.sh/release-namespace']}/${annotations['meta.helm.sh/release-name']}`;
  const releases = new Set(seeds.filter(isOfHelm).map(releaseOf));
  return (object) => {
    const { resource, namespace, labels } = object;
    if (isOfHelm(object)) return releases.has(releaseOf(object));
    const isRecord = resource.name === 'secrets' && labels['owner'] === 'helm';
    return isRecord && releases.has(`${namespace}/${labels['name']}`);
  };
}

const isOfHelm = ({ annotations }: InventoryObject) => 'meta.helm.sh/release-name' in annotations;

/** What was applied from a file, as cert-manager's releases have one: its labels say what belongs together. */
function ofInstances(seeds: readonly InventoryObject[]): (object: InventoryObject) => boolean {
  const applied = seeds.filter((object) => isController(object) && !isOfHelm(object));
  const instances = new Set(applied.flatMap(({ labels }) => labels['app.kubernetes.io/instance'] ?? []));
  const names = ['cert-manager', 'cainjector', 'webhook', 'aws-privateca-issuer'];
  return ({ labels }) =>
    instances.has(labels['app.kubernetes.io/instance'] ?? '') && names.includes(labels['app.kubernetes.io/name'] ?? '');
}

function companionsOf(objects: readonly InventoryObject[], all: readonly InventoryObject[]) {
  const going = new Set(objects.map(({ uid }) => uid));
  for (let count = -1; count !== going.size; ) {
    count = going.size;
    for (const { uid, ownedBy } of all) if (ownedBy.some((owner) => going.has(owner))) going.add(uid);
  }
  return all.filter((object) => (going.has(object.uid) || isControllerLease(object)) && !objects.includes(object));
}

/** Held by a controller that is gone, it would keep the next one waiting until it runs out. */
const isControllerLease = (object: InventoryObject): boolean =>
  object.resource.name === 'leases' && controllerLease.test(nameOfObject(object));

const controllerLease =
  / (kube-system\/cert-manager-(controller|cainjector-leader-election(-core)?)|.+\.awspca\.cert-manager\.io|istio-system\/istio-.+)$/;
