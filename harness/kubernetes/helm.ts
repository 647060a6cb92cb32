import { stringify } from 'yaml';
import type { ChartReference } from '../artifacts/artifact-source.ts';
import { runCommand } from '../process/run-command.ts';

export interface HelmInstallOptions {
  /** Path of the helm binary. */
  readonly helm: string;
  readonly kubeconfig: string;
  readonly release: string;
  readonly namespace: string;
  readonly chart: ChartReference;
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
export function helmInstallCommand(
  options: Omit<HelmInstallOptions, 'values' | 'signal'>,
): readonly [string, ...string[]] {
  const { helm, release, namespace, kubeconfig, chart } = options;
  const source = [
    ...(chart.repository === undefined ? [] : ['--repo', chart.repository]),
    ...(chart.version === undefined ? [] : ['--version', chart.version]),
  ];
  const where = ['--namespace', namespace, '--create-namespace', '--kubeconfig', kubeconfig];
  return [helm, 'install', release, chart.chart, ...source, ...where, '--values', '-'];
}

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
