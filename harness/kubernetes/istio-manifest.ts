import type { KubernetesObject } from '@kubernetes/client-node';
import { parseAllDocuments } from 'yaml';
import { runCommand } from '../process/run-command.ts';

export interface IstioManifestOptions {
  /** Path of the istioctl binary. */
  readonly istioctl: string;
  /** `--set` assignments. */
  readonly settings: readonly string[];
  readonly signal: AbortSignal;
}

/**
 * The objects that `istioctl install` would apply, without waiting for any of them to become ready: an istiod that is
 * meant to fail never does.
 *
 * @see https://istio.io/latest/docs/setup/install/istioctl/#generate-a-manifest-before-installation
 */
export async function istioManifest(options: IstioManifestOptions): Promise<readonly KubernetesObject[]> {
  const { stdout } = await runCommand(
    options.istioctl,
    ['manifest', 'generate', ...options.settings.flatMap((setting) => ['--set', setting])],
    { signal: options.signal },
  );
  return parseAllDocuments(stdout)
    .map((document) => document.toJS() as KubernetesObject | null)
    .filter((object) => object !== null);
}
