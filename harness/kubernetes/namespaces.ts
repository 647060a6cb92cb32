import { ApiException } from '@kubernetes/client-node';
import { apply } from './apply.ts';
import type { KubernetesClient } from './kubernetes-client.ts';

/** Makes a namespace where there is none of that name. One that is there may be somebody's: it is not touched. */
export async function ensureNamespace(
  client: KubernetesClient,
  name: string,
  labels: Readonly<Record<string, string>>,
): Promise<void> {
  if (await isThere(client, name)) return;
  await apply(client, { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } });
}

async function isThere(client: KubernetesClient, name: string): Promise<boolean> {
  try {
    await client.core.readNamespace({ name });
    return true;
  } catch (error) {
    if (error instanceof ApiException && error.code === 404) return false;
    throw error;
  }
}
