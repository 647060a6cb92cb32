import { UsageError } from '../../../errors/harness-error.ts';
import { isController } from '../installations.ts';
import { type InventoryObject, nameOfObject } from '../inventory.ts';

/** Who writes which label or annotation to what it keeps as its users declared it. */
const keepers: readonly (readonly [key: RegExp, name: string])[] = [
  [/^argocd\.argoproj\.io\/(instance|tracking-id)$/, 'Argo CD'],
  [/^(kustomize|helm)\.toolkit\.fluxcd\.io\/name$/, 'Flux'],
  [/^olm\.owner$/, 'the Operator Lifecycle Manager'],
];

/**
 * @throws UsageError for installations that a run cannot take away: something would put them back while the run is there, or the traffic
 *   of pods runs through them.
 */
export function refuseWhatCannotGo(
  seeds: readonly InventoryObject[],
  objects: readonly InventoryObject[],
  context: string,
): void {
  const reasons = new Set([
    ...objects.flatMap((object) => keptBy(object)),
    ...seeds.filter((object) => isController(object) && object.ownedBy.length > 0).map(ownedByOperator),
    ...objects.filter(carriesTraffic).map((object) => `${nameOfObject(object)}: the traffic of pods runs through it`),
  ]);
  if (reasons.size === 0) return;
  throw new UsageError(
    [`What is in the cluster of context ${context} cannot be replaced; nothing was changed:`, ...reasons].join('\n  '),
    { remedy: 'Take another cluster; or have its keeper let go of it for as long as the run is there.' },
  );
}

function keptBy(object: InventoryObject): readonly string[] {
  const keys = [...Object.keys(object.labels), ...Object.keys(object.annotations)];
  const found = keepers.filter(([key]) => keys.some((one) => key.test(one)));
  return found.map(([, keeper]) => `${nameOfObject(object)}: ${keeper} would put it back at once`);
}

const ownedByOperator = (object: InventoryObject) =>
  `${nameOfObject(object)}: it is owned by an object of an operator, which would put it back at once`;

/** Ambient mode: the node's proxy, and what leads the traffic of its pods there. */
const carriesTraffic = ({ resource, labels }: InventoryObject) =>
  resource.name === 'daemonsets' && (labels['app'] === 'ztunnel' || labels['k8s-app'] === 'istio-cni-node');
