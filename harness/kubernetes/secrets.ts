import type { V1Secret } from '@kubernetes/client-node';
import type { KubernetesClient } from './kubernetes-client.ts';

/** A secret's data, decoded. Holds private keys: never to be logged, reported or written. */
export type SecretData = Readonly<Record<string, string>>;

/** Reads a secret's data as text. */
export async function readSecret(client: KubernetesClient, namespace: string, name: string): Promise<SecretData> {
  return secretDataOf(await client.core.readNamespacedSecret({ namespace, name }));
}

/** A secret's data as text. */
export function secretDataOf({ data }: V1Secret): SecretData {
  return Object.fromEntries(
    Object.entries(data ?? {}).map(([key, value]) => [key, Buffer.from(value, 'base64').toString('utf8')]),
  );
}
