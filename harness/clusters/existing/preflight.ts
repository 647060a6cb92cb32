import { UsageError } from '../../errors/harness-error.ts';
import { runLabel } from '../ownership.ts';
import type { InstalledPart } from './added-to-cluster.ts';
import { findInstallations, type Installation } from './installations.ts';
import type { InventoryObject } from './inventory.ts';

/** What a run does where something of the guide's is installed already: refuse, or use it as it is. */
export type OnExisting = 'refuse' | 'use';

const everything: readonly InstalledPart[] = ['cert-manager', 'issuer', 'istio'];

/**
 * Looks for what a cluster has of the guide's already. cert-manager can be used as it is, when its user says so; what stands
 * on a CA in AWS (an issuer, Istio, `cacerts`) is somebody's, with an account and a CA of its own: a run that makes its
 * own would have to change it.
 *
 * @returns What the run installs.
 * @throws UsageError with a table of what is there, for what the run may not, or cannot, use.
 */
export function preflight(
  objects: readonly InventoryObject[],
  context: string,
  onExisting: OnExisting,
): readonly InstalledPart[] {
  const found = findInstallations(objects);
  const inTheWay = onExisting === 'use' ? found.filter((one) => !isUsable(one, found)) : found;
  if (inTheWay.length > 0) throw refusal(found, inTheWay, { context, runs: runsAmong(objects) });
  const usesCertManager = found.some(({ part }) => part === 'cert-manager');
  return usesCertManager ? everything.filter((part) => part !== 'cert-manager') : everything;
}

/** cert-manager that runs; its definitions alone, or two of it, are nothing to build on. */
const isUsable = ({ part, where }: Installation, found: readonly Installation[]): boolean =>
  part === 'cert-manager' &&
  where.startsWith('namespace ') &&
  found.filter((other) => other.part === 'cert-manager').length === 1;

/** Runs that are guests in the cluster, by the label on what they applied. */
function runsAmong(objects: readonly InventoryObject[]): readonly string[] {
  return [...new Set(objects.flatMap(({ labels }) => labels[runLabel] ?? []))];
}

function refusal(
  found: readonly Installation[],
  inTheWay: readonly Installation[],
  { context, runs }: { readonly context: string; readonly runs: readonly string[] },
): UsageError {
  const down = runs.map((id) => `Run ${id} is a guest there: \`pca-e2e down --run-id ${id}\` removes it.`);
  const onlyCertManager = found.every((one) => isUsable(one, found));
  const use = onlyCertManager ? ['To use that cert-manager as it is, add --on-existing use.'] : [];
  const verify = found.some(({ part }) => part === 'istio')
    ? [`To check the mesh that is there and change nothing: pca-e2e verify --provider existing --context ${context}.`]
    : [];
  const other = 'Otherwise use another cluster, or remove what is installed there first.';
  const title = `The cluster of context ${context} has what the run would install; nothing was changed`;
  return new UsageError([`${title}:`, ...installationLines(found)].join('\n  '), {
    remedy: [...down, ...use, ...verify, ...injectionRemedy(inTheWay), other].join(' '),
  });
}

const injectionRemedy = (inTheWay: readonly Installation[]): readonly string[] =>
  inTheWay.some(({ part }) => part === 'injection')
    ? ['A namespace that asks for sidecars would get them from this Istio: take its label off for as long.']
    : [];

/** What is there as a table: what it is, and where. */
function installationLines(found: readonly Installation[]): readonly string[] {
  const width = Math.max(...found.map(({ what }) => what.length));
  return found.map(({ what, where }) => `${what.padEnd(width)}  ${where}`);
}
