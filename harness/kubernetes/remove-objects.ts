import { ApiException, type KubernetesObject } from '@kubernetes/client-node';
import { done, notYet, pollUntil } from '../wait/poll-until.ts';
import type { KubernetesClient } from './kubernetes-client.ts';

const removalTimeoutMs = 60_000;

/**
 * Deletes objects with all that they own, and waits until they are gone; ones that are not there are passed over, and so
 * are ones of a kind that the API server does not serve.
 */
export async function removeObjects(
  client: KubernetesClient,
  objects: readonly KubernetesObject[],
  signal: AbortSignal,
): Promise<void> {
  const there = [];
  for (const object of objects) {
    signal.throwIfAborted();
    // Foreground: the object stays until all that it owns is gone, pods included.
    const deletion = client.objects.delete(object, undefined, undefined, undefined, undefined, 'Foreground');
    if ((await found(deletion)) !== undefined) there.push(object);
  }
  for (const object of there) {
    const header = { ...object, metadata: { name: '', ...object.metadata } };
    const what = `${object.kind} ${object.metadata?.name}`;
    // Not watched: the objects are of many kinds, and a deleted one is looked for once or twice.
    await pollUntil(
      async () => ((await found(client.objects.read(header))) ? notYet('still there') : done(undefined)),
      {
        waitingFor: `${what} to be gone`,
        timeoutMs: removalTimeoutMs,
        signal,
      },
    );
  }
}

const notFound = 404;

/** @returns Undefined for an object that is not there, or is of a kind that the API server does not serve. */
export async function found<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof ApiException && error.code === notFound) return undefined;
    // The client's own words for a kind that is in none of the API server's lists.
    if (error instanceof Error && error.message.startsWith('Unrecognized API version and kind')) return undefined;
    throw error;
  }
}
