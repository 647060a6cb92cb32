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
  const { chart } = options;
  const source = [
    ...(chart.repository === undefined ? [] : ['--repo', chart.repository]),
    ...(chart.version === undefined ? [] : ['--version', chart.version]),
  ];
  await runCommand(
    options.helm,
    [
      'install',
      options.release,
      chart.chart,
      ...source,
      '--namespace',
      options.namespace,
      '--create-namespace',
      '--kubeconfig',
      options.kubeconfig,
      '--values',
      '-',
    ],
    { input: stringify(mergeValues(chart.values, options.values)), signal: options.signal },
  );
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
