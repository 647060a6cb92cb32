import type { KubernetesObject } from '@kubernetes/client-node';
import { runCommand } from '../process/run-command.ts';
import { fieldManager } from './apply.ts';

export interface KubectlOptions {
  /** Path of the kubectl binary. */
  readonly kubectl: string;
  readonly kubeconfig: string;
  readonly signal: AbortSignal;
}

/**
 * Applies objects by `kubectl apply --server-side`. For definitions, whose extension fields (`x-kubernetes-…`) the
 * client library drops, and for many objects at once.
 */
export async function kubectlApply(options: KubectlOptions, objects: readonly KubernetesObject[]): Promise<void> {
  await kubectl(options, ['apply', '--server-side', '--force-conflicts', '--field-manager', fieldManager], objects);
}

/** Deletes objects, those that are there, and does not wait for their end. */
export async function kubectlDelete(options: KubectlOptions, objects: readonly KubernetesObject[]): Promise<void> {
  await kubectl(options, ['delete', '--ignore-not-found', '--wait=false'], objects);
}

async function kubectl(
  options: KubectlOptions,
  verb: readonly string[],
  items: readonly KubernetesObject[],
): Promise<void> {
  await runCommand(options.kubectl, ['--kubeconfig', options.kubeconfig, ...verb, '--filename', '-'], {
    input: JSON.stringify({ apiVersion: 'v1', kind: 'List', items }),
    signal: options.signal,
  });
}
