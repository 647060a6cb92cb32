import { UsageError } from '../../errors/harness-error.ts';
import { runLabel } from '../ownership.ts';
import type { InstalledPart } from './added-to-cluster.ts';
import { findInstallations, type Installation } from './installations.ts';
import type { InventoryObject } from './inventory.ts';

/**
 * What a run does where something of the guide's is there already: refuse; use it as it is; or replace it while the run is
 * there.
 */
export type OnExisting = 'refuse' | 'use' | 'replace';

/** What a run may do with what it finds. */
export interface MayDo {
  readonly onExisting: OnExisting;
  /** For `replace`: what its user has agreed to have replaced, in the lines of {@link installationLines}. */
  readonly agreed?: readonly string[];
}

/** What is there of the guide's before a run adds anything. */
export interface Preflight {
  readonly found: readonly Installation[];
  /** What the run installs. */
  readonly installs: readonly InstalledPart[];
  /** Whether what was found is taken away first. */
  readonly replaces: boolean;
}

const everything: readonly InstalledPart[] = ['cert-manager', 'issuer', 'istio'];

/**
 * Looks for what a cluster has of the guide's already. cert-manager can be used as it is, when its user says so; what stands
 * on a CA in AWS (an issuer, Istio, `cacerts`) is somebody's, with an account and a CA of its own: a run that makes its
 * own would have to change it, which it does only for who has agreed to just that.
 *
 * @throws UsageError with a table of what is there, for what the run may not, or cannot, use.
 */
export function preflight(
  objects: readonly InventoryObject[],
  context: string,
  { onExisting, agreed }: MayDo,
): Preflight {
  const found = findInstallations(objects);
  const runs = runsAmong(objects);
  // What a run has installed goes with that run: to put it back after its end would be to leave it for ever.
  if (onExisting === 'replace' && found.length > 0 && runs.length === 0) {
    refuseWithoutAgreement(installationLines(found), agreed, context);
    return { found, installs: everything, replaces: true };
  }
  const inTheWay = onExisting === 'use' ? found.filter((one) => !isUsable(one, found)) : found;
  if (inTheWay.length > 0) throw refusal(found, inTheWay, { context, runs });
  const usesCertManager = found.some(({ part }) => part === 'cert-manager');
  return {
    found,
    installs: usesCertManager ? everything.filter((part) => part !== 'cert-manager') : everything,
    replaces: false,
  };
}

/** What has come since the user was asked was not agreed to. */
function refuseWithoutAgreement(lines: readonly string[], agreed: readonly string[] = [], context: string): void {
  const known = new Set(agreed.map(withoutPadding));
  const unknown = lines.filter((line) => !known.has(withoutPadding(line)));
  if (unknown.length === 0) return;
  const title = `In the cluster of context ${context} there is more than what it was agreed to replace`;
  throw new UsageError([`${title}; nothing was changed:`, ...unknown].join('\n  '), {
    remedy: 'Begin again, and look at what is shown.',
  });
}

/** A line of a table as a sentence has it. */
export const withoutPadding = (line: string) => line.replace(/ +/g, ' ');

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
  const other =
    'Otherwise take another cluster; or have it replaced for as long as the run is there, and put back after: --on-existing replace.';
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
export function installationLines(found: readonly Installation[]): readonly string[] {
  const width = Math.max(...found.map(({ what }) => what.length));
  return found.map(({ what, where }) => `${what.padEnd(width)}  ${where}`);
}
