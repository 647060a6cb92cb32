import { ApiException, type KubernetesObject, Watch } from '@kubernetes/client-node';
import { type Clock, systemClock } from '../wait/clock.ts';
import { Observations } from '../wait/observations.ts';
import { type Look, notYet } from '../wait/poll-until.ts';
import { WaitTimeoutError } from '../wait/wait-timeout-error.ts';
import type { KubernetesClient } from './kubernetes-client.ts';

/** A set of objects to watch: a collection's path, narrowed to one name or by labels. */
export interface WatchTarget {
  /** Path of the collection, for example `/apis/apps/v1/namespaces/default/deployments`. */
  readonly path: string;
  readonly name?: string;
  readonly labelSelector?: string;
}

/** What a wait reports to: the step that waits. */
export interface WaitListener {
  readonly signal: AbortSignal;
  waitingFor(what: string): void;
  observed(what: string): void;
}

export interface WatchOptions extends WaitListener {
  readonly what: string;
  readonly timeoutMs: number;
  readonly clock?: Clock;
}

/** Pause before watching anew after the API server ended a watch or did not know the resource yet. */
const rewatchPauseMs = 100;

/**
 * Watches objects until a look at all of them is done, and returns its value. The watch begins with the objects that
 * are there, so nothing that happened before it is missed; a watch that the API server ends is begun anew. A resource
 * that the API server does not know (404: its definition is still being established) means "not yet"; any other error
 * answer (401, 403, 422) ends the wait at once.
 *
 * @throws WaitTimeoutError listing what was seen; ApiException for an answer that waiting will not change.
 * @see https://kubernetes.io/docs/reference/using-api/api-concepts/#semantics-for-watch
 */
export async function watchUntil<T extends KubernetesObject, R>(
  client: KubernetesClient,
  target: WatchTarget,
  look: (objects: readonly T[]) => Look<R>,
  options: WatchOptions,
): Promise<R> {
  const clock = options.clock ?? systemClock;
  const deadlineMs = clock.monotonicMs() + options.timeoutMs;
  const seen = new Observations();
  options.waitingFor(options.what);
  const record = (observed: string) => {
    if (seen.record(observed)) options.observed(observed);
  };

  for (;;) {
    options.signal.throwIfAborted();
    const remainingMs = deadlineMs - clock.monotonicMs();
    if (remainingMs <= 0) throw new WaitTimeoutError(options.what, options.timeoutMs, seen);
    const result = await watchOnce(client, target, look, { signal: options.signal, timeoutMs: remainingMs, record });
    if (result.done) return result.value;
    record(result.observed);
    await clock.sleep(rewatchPauseMs, options.signal);
  }
}

interface WatchOnceOptions {
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
  readonly record: (observed: string) => void;
}

/** One watch, until its look is done, the time is over, or the API server ends it. */
async function watchOnce<T extends KubernetesObject, R>(
  client: KubernetesClient,
  target: WatchTarget,
  look: (objects: readonly T[]) => Look<R>,
  options: WatchOnceOptions,
): Promise<Look<R>> {
  const objects = new Map<string, T>();
  let latest: Look<R> = notYet('nothing there');
  const { promise: ended, resolve, reject } = Promise.withResolvers<void>();
  const onChange = (phase: string, object: T) => {
    if (phase === 'BOOKMARK' || phase === 'ERROR') return;
    const key = object.metadata?.uid ?? '';
    if (phase === 'DELETED') objects.delete(key);
    else objects.set(key, object);
    try {
      latest = look([...objects.values()]);
    } catch (error) {
      reject(error);
      return;
    }
    if (latest.done) resolve();
    else options.record(latest.observed);
  };
  const onEnd = (error: unknown) => {
    if (error === null || error === undefined || isPassing(error)) resolve();
    else reject(error);
  };

  const request = await new Watch(client.kubeConfig).watch(target.path, queryOf(target), onChange, onEnd);
  const timer = setTimeout(resolve, options.timeoutMs);
  const onAbort = () => reject(options.signal.reason);
  options.signal.addEventListener('abort', onAbort, { once: true });
  try {
    await ended;
  } finally {
    clearTimeout(timer);
    options.signal.removeEventListener('abort', onAbort);
    request.abort();
  }
  return latest;
}

function queryOf(target: WatchTarget): Record<string, string> {
  return {
    ...(target.name === undefined ? {} : { fieldSelector: `metadata.name=${target.name}` }),
    ...(target.labelSelector === undefined ? {} : { labelSelector: target.labelSelector }),
  };
}

/** Whether beginning anew can help: the resource is not served yet, the server is busy, or the connection broke. */
function isPassing(error: unknown): boolean {
  const status = error instanceof ApiException ? error.code : (error as { statusCode?: number }).statusCode;
  return status === undefined || status === 404 || status === 410 || status === 429 || status >= 500;
}
