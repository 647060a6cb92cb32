import { dirname } from 'node:path';
import { CoreV1Api, KubeConfig, KubernetesObjectApi } from '@kubernetes/client-node';
import { readOwnFileSync } from '../process/own-file.ts';

/** One cluster as seen through its kubeconfig. */
export interface KubernetesClient {
  readonly kubeConfig: KubeConfig;
  /** Any kind of object, by its apiVersion and kind. */
  readonly objects: KubernetesObjectApi;
  readonly core: CoreV1Api;
}

/**
 * Connects to the cluster of a kubeconfig file.
 *
 * @param context - Context to use; without one, the file's current context.
 * @throws Error when the file cannot be read or has no such context; NotOwnError for another user's file, which may name a
 *   program to run.
 */
export function connect(kubeconfig: string, context?: string): KubernetesClient {
  const kubeConfig = new KubeConfig();
  kubeConfig.loadFromString(readOwnFileSync(kubeconfig));
  kubeConfig.makePathsAbsolute(dirname(kubeconfig));
  if (context !== undefined) kubeConfig.setCurrentContext(context);
  return clientOf(kubeConfig);
}

/** Connects to the cluster of a kubeconfig's text, of which no file is to be made. */
export function connectWith(text: string): KubernetesClient {
  const kubeConfig = new KubeConfig();
  kubeConfig.loadFromString(text);
  return clientOf(kubeConfig);
}

function clientOf(kubeConfig: KubeConfig): KubernetesClient {
  return {
    kubeConfig,
    objects: KubernetesObjectApi.makeApiClient(kubeConfig),
    core: kubeConfig.makeApiClient(CoreV1Api),
  };
}
