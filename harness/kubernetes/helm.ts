import type { KubernetesObject } from '@kubernetes/client-node';
import { parseAllDocuments, stringify } from 'yaml';
import type { ChartReference } from '../artifacts/artifact-source.ts';
import { ComponentError } from '../errors/harness-error.ts';
import { CommandError } from '../process/command-error.ts';
import { runCommand } from '../process/run-command.ts';

/** A chart as it is in a cluster, or shall be. */
export interface HelmRelease {
  /** Path of the helm binary. */
  readonly helm: string;
  readonly kubeconfig: string;
  readonly release: string;
  readonly namespace: string;
  readonly chart: ChartReference;
}

export interface HelmInstallOptions extends HelmRelease {
  /** Merged over the values that the artifact source needs. */
  readonly values: Readonly<Record<string, unknown>>;
  readonly signal: AbortSignal;
}

/**
 * `helm install`, without `--wait`: helm polls coarsely, so the caller watches the objects it needs instead.
 *
 * @throws CommandError with helm's own words.
 */
export async function helmInstall(options: HelmInstallOptions): Promise<void> {
  const [helm, ...args] = helmInstallCommand(options);
  const values = mergeValues(options.chart.values, options.values);
  await runCommand(helm, args, { input: stringify(values), signal: options.signal });
}

/** The program and arguments of {@link helmInstall}; it reads the values from its standard input. */
export function helmInstallCommand({
  helm,
  release,
  namespace,
  kubeconfig,
  chart,
}: HelmRelease): readonly [string, ...string[]] {
  const where = ['--namespace', namespace, '--create-namespace', '--kubeconfig', kubeconfig];
  return [helm, 'install', release, ...chartArguments(chart), ...where, '--values', '-'];
}

/**
 * `helm upgrade` to this chart, or back to it; without `--wait`, as {@link helmInstall}. All values are given anew: none
 * of the release's former ones stay.
 *
 * @throws ComponentError when a helm that was killed has left the release locked; CommandError with helm's own words.
 */
export async function helmUpgrade(options: HelmInstallOptions): Promise<void> {
  const [helm, ...args] = helmUpgradeCommand(options);
  const values = mergeValues(options.chart.values, options.values);
  try {
    await runCommand(helm, args, { input: stringify(values), signal: options.signal });
  } catch (cause) {
    if (!(cause instanceof CommandError) || !cause.message.includes('another operation')) throw cause;
    const { release, namespace } = options;
    throw new ComponentError(`The release ${release} is locked: a helm that was killed has not ended its work`, {
      cause,
      remedy: `Unlock it with \`helm rollback ${release} --namespace ${namespace}\`, then upgrade again.`,
    });
  }
}

/** The program and arguments of {@link helmUpgrade}; it reads the values from its standard input. */
export function helmUpgradeCommand({ helm, release, ...options }: HelmRelease): readonly [string, ...string[]] {
  const { namespace, kubeconfig, chart } = options;
  const where = ['--namespace', namespace, '--kubeconfig', kubeconfig];
  return [helm, 'upgrade', release, ...chartArguments(chart), ...where, '--values', '-'];
}

/**
 * The definitions in a chart's folder `crds`: `helm upgrade` leaves those of the release that was installed first.
 *
 * @see https://helm.sh/docs/chart_best_practices/custom_resource_definitions/
 */
export async function helmShowCrds(
  options: Pick<HelmInstallOptions, 'helm' | 'chart' | 'signal'>,
): Promise<readonly KubernetesObject[]> {
  const [helm, ...args] = helmShowCrdsCommand(options);
  const { stdout } = await runCommand(helm, args, { signal: options.signal });
  return parseAllDocuments(stdout)
    .map((document) => document.toJS() as KubernetesObject | null)
    .filter((object) => object !== null);
}

/** The program and arguments of {@link helmShowCrds}. */
export function helmShowCrdsCommand({ helm, chart }: Pick<HelmRelease, 'helm' | 'chart'>) {
  return [helm, 'show', 'crds', ...chartArguments(chart)] as const;
}

const chartArguments = ({ chart, repository, version }: ChartReference) => [
  chart,
  ...(repository === undefined ? [] : ['--repo', repository]),
  ...(version === undefined ? [] : ['--version', version]),
];

/** Removes a release and what is of it; none of that name is no error. CRDs that its chart says to keep stay. */
export async function helmUninstall(
  options: Pick<HelmInstallOptions, 'helm' | 'kubeconfig' | 'release' | 'namespace' | 'signal'>,
): Promise<void> {
  const where = ['--namespace', options.namespace, '--kubeconfig', options.kubeconfig];
  await runCommand(options.helm, ['uninstall', options.release, ...where, '--ignore-not-found', '--wait'], {
    signal: options.signal,
  });
}

type Values = Readonly<Record<string, unknown>>;

/** Merges as helm merges value files: maps deeply, everything else (lists too) is replaced. */
export function mergeValues(below: Values, above: Values): Values {
  const merged: Record<string, unknown> = { ...below };
  for (const [key, value] of Object.entries(above)) {
    const other = merged[key];
    merged[key] = isMap(other) && isMap(value) ? mergeValues(other, value) : value;
  }
  return merged;
}

function isMap(value: unknown): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
