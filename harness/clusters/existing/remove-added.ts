import type { KubeConfig } from '@kubernetes/client-node';
import { ComponentError } from '../../errors/harness-error.ts';
import { askApiServer, messageOfAnswer } from '../../kubernetes/api-request.ts';
import { pathOfResource } from '../../kubernetes/served-resources.ts';
import type { WaitListener } from '../../kubernetes/watch-until.ts';
import { done, type Look, notYet, pollUntil } from '../../wait/poll-until.ts';
import { type InventoryObject, nameOfObject, takeInventory } from './inventory.ts';
import { isDerived, type KnownOfRun, oursAmong } from './is-ours.ts';
import { isNoteOf } from './run-note.ts';

const roundIntervalMs = 500;
/** The run's pods serve nobody any more: by default each could take half a minute. */
const podGraceSeconds = 2;
/** New objects of this kind may be somebody else's: they are not waited for without end. */
const mostSettlingRounds = 15;

export interface RemovalResult {
  /** The cluster once nothing of the run was left to remove. */
  readonly after: readonly InventoryObject[];
  /** What was left although the run added it, because somebody else's objects are in it; each with the reason. */
  readonly spared: readonly string[];
}

/**
 * Removes what a run added to a cluster, round by round: each looks at the whole cluster and removes what may go next, until a
 * look finds nothing of the run. Admission webhooks go first, so that nobody waits for one that no longer answers; then
 * custom objects and workloads; what controllers write anew (leases, trust bundles), definitions and namespaces only
 * once no pod of the run is left.
 *
 * Definitions and namespaces in which somebody else has put objects stay, and are named.
 *
 * @throws WaitTimeoutError naming what does not go, when the signal does not fire before.
 */
export async function removeAdded(
  kubeConfig: KubeConfig,
  known: KnownOfRun,
  options: RemovalOptions,
): Promise<RemovalResult> {
  const { signal, timeoutMs } = options;
  const what = 'what the run added to the cluster to be gone';
  options.waitingFor(what);
  const before = new Set(known.before.map(({ uid }) => uid));
  const isNote = isNoteOf(known.runId);
  const seen = new Set<string>();
  let settlingRounds = 0;
  const round = async (): Promise<Look<RemovalResult>> => {
    const { objects } = await takeInventory(kubeConfig, signal);
    // The note goes last: until then, it says what else is the run's.
    const ours = oursAmong(objects, known, seen).filter((object) => !isNote(object));
    const { next, left, spared } = nextRemovals(objects, ours);
    for (const { uid } of ours) seen.add(uid);
    await Promise.all(next.map((object) => removeObject(kubeConfig, object, signal)));
    if (left.length > 0) return notYet(`${left.length} left: ${left.map(nameOfObject).join(', ')}`);
    // The control plane removes what was derived of it a moment later.
    const derived = objects.filter((object) => isDerived(object) && !before.has(object.uid));
    settlingRounds += 1;
    if (derived.length > 0 && settlingRounds <= mostSettlingRounds) return notYet(derived.map(nameOfObject).join(', '));
    return done({ after: objects, spared });
  };
  const onObserved = (observed: string) => options.observed(observed);
  return pollUntil(round, { waitingFor: what, timeoutMs, intervalMs: roundIntervalMs, signal, onObserved });
}

export interface RemovalOptions extends WaitListener {
  readonly timeoutMs: number;
}

export interface Removals {
  /** To be removed now. */
  readonly next: readonly InventoryObject[];
  /** What is still there of the run and will go: these, and those that wait for others. */
  readonly left: readonly InventoryObject[];
  readonly spared: readonly string[];
}

/** What to remove next of a run's objects. */
export function nextRemovals(objects: readonly InventoryObject[], ours: readonly InventoryObject[]): Removals {
  const uids = new Set(ours.map(({ uid }) => uid));
  const spared = new Map<string, string>();
  for (const object of ours) {
    const others = othersInside(object, objects, uids);
    if (others.length > 0) spared.set(object.uid, `${nameOfObject(object)}: in it ${others.join(', ')}`);
  }
  // What comes and goes with a spared object stays with it.
  const left = ours.filter((object) => !spared.has(object.uid) && !(spared.size > 0 && isDerived(object)));
  const own = left.filter((object) => !isDerived(object));
  const phase = phases.map((isOfPhase) => own.filter(isOfPhase)).find((found) => found.length > 0) ?? [];
  // What has an owner among them is left to Kubernetes, which removes it with the owner.
  // Pods whose owners are gone are told again, so that they need not use up their time.
  const next = phase.every(isPod) ? phase : phase.filter(({ ownedBy }) => !ownedBy.some((owner) => uids.has(owner)));
  return { next, left, spared: [...spared.values()] };
}

const isAdmission = ({ resource }: InventoryObject) => resource.group === 'admissionregistration.k8s.io';

const isCustomObject = ({ resource: { group } }: InventoryObject) => /(^|\.)(cert-manager|istio)\.io$/.test(group);

const isPod = ({ resource: { group, name } }: InventoryObject) => group === '' && name === 'pods';

/** Workloads, what scales them, and their pods. */
const isRunning = (object: InventoryObject) =>
  ['apps', 'batch', 'autoscaling'].includes(object.resource.group) || isPod(object);

const isNamespace = ({ resource: { group, name } }: InventoryObject) => group === '' && name === 'namespaces';

const isDefinition = ({ resource: { name } }: InventoryObject) => name === 'customresourcedefinitions';

/** In this order. A namespace is emptied before definitions go: while one goes, what its namespaces hold cannot be listed. */
const phases: readonly ((object: InventoryObject) => boolean)[] = [
  isAdmission,
  isCustomObject,
  isRunning,
  (object) => !isNamespace(object) && !isDefinition(object),
  isNamespace,
  isDefinition,
];

/** Somebody else's objects that would go with this one: those of a definition's kind, or in a namespace. */
function othersInside(
  object: InventoryObject,
  objects: readonly InventoryObject[],
  ours: ReadonlySet<string>,
): readonly string[] {
  const isInside = (other: InventoryObject) =>
    (isNamespace(object) && other.namespace === object.name) ||
    (isDefinition(object) && `${other.resource.name}.${other.resource.group}` === object.name);
  return objects.filter((other) => isInside(other) && !ours.has(other.uid) && !isDerived(other)).map(nameOfObject);
}

/** With the uid as a precondition: whatever has taken its name since stays. */
async function removeObject(kubeConfig: KubeConfig, object: InventoryObject, signal: AbortSignal): Promise<void> {
  const answer = await askApiServer(kubeConfig, {
    method: 'DELETE',
    path: pathOfResource(object.resource, object),
    body: {
      apiVersion: 'v1',
      kind: 'DeleteOptions',
      preconditions: { uid: object.uid },
      propagationPolicy: 'Background',
      ...(isPod(object) ? { gracePeriodSeconds: podGraceSeconds } : {}),
    },
    signal,
  });
  // 404 and 409: it has gone, or another one has its name; a namespace that is on its way out already answers 409 too.
  if (answer.status < 300 || answer.status === 404 || answer.status === 409) return;
  throw new ComponentError(
    `The API server answered ${answer.status} to the removal of ${nameOfObject(object)}: ${messageOfAnswer(answer)}`,
  );
}
