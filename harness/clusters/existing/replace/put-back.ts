import type { KubernetesObject, V1ObjectMeta, V1PodTemplateSpec } from '@kubernetes/client-node';
import { ComponentError } from '../../../errors/harness-error.ts';
import { type ApiAnswer, askApiServer, messageOfAnswer } from '../../../kubernetes/api-request.ts';
import { type ConditionedObject, conditionOf, hasCondition } from '../../../kubernetes/conditions.ts';
import type { KubernetesClient } from '../../../kubernetes/kubernetes-client.ts';
import { type WaitListener, watchUntil } from '../../../kubernetes/watch-until.ts';
import type { Copy } from './copies.ts';

type Whole = ConditionedObject & { readonly spec?: { readonly template?: V1PodTemplateSpec } };

const availableTimeoutMs = 90_000;

/**
 * Puts objects back as they were: first what controllers run with, then what people declared to them, then the controllers, and
 * admission webhooks once those serve; last what is injected by one. Whoever served before is waited for.
 *
 * What never went is left as it is; what is there again, from an attempt before this one, gets its contents once more.
 *
 * @throws ComponentError naming each object that could not be put back; WaitTimeoutError for a controller that does not serve again.
 */
export async function putBack(client: KubernetesClient, copies: readonly Copy[], wait: WaitListener): Promise<void> {
  for (const isOfPhase of phases) {
    const phase = copies.filter(isOfPhase);
    const attempts = await Promise.all(phase.map((copy) => attempt(client, copy, wait.signal)));
    const failures = attempts.filter((failure) => failure !== undefined);
    if (failures.length > 0) throw notPutBack(failures);
    await Promise.all(phase.filter(servedBefore).map((copy) => untilServing(client, copy, wait)));
  }
}

const groupOf = ({ object: { apiVersion = '' } }: Copy) => (apiVersion.includes('/') ? apiVersion.split('/')[0] : '');

const isDefinition = (copy: Copy) => groupOf(copy) === 'apiextensions.k8s.io';

const isDeclared = (copy: Copy) => /(^|\.)(cert-manager|istio)\.io$/.test(groupOf(copy) ?? '');

const isAdmission = (copy: Copy) => groupOf(copy) === 'admissionregistration.k8s.io';

const isWorkload = (copy: Copy) => groupOf(copy) === 'apps';

/** Its containers are filled in by Istio's webhook, as those of a gateway are. */
function isInjected({ object }: Copy): boolean {
  const { labels = {}, annotations = {} } = (object as Whole).spec?.template?.metadata ?? {};
  const isTold = { ...annotations, ...labels };
  return 'inject.istio.io/templates' in isTold || isTold['sidecar.istio.io/inject'] === 'true';
}

const phases: readonly ((copy: Copy) => boolean)[] = [
  isDefinition,
  (copy) => !(isDefinition(copy) || isDeclared(copy) || isAdmission(copy) || isWorkload(copy)),
  isDeclared,
  (copy) => isWorkload(copy) && !isInjected(copy),
  isAdmission,
  (copy) => isWorkload(copy) && isInjected(copy),
];

/** @returns Why it could not be put back; undefined when it is there. */
async function attempt(client: KubernetesClient, copy: Copy, signal: AbortSignal): Promise<string | undefined> {
  // With a change, the API server notes who made it; without one, it takes who manages what as it is told.
  if (isDefinition(copy)) return (await overwrite(client, copy, signal)) ?? overwrite(client, copy, signal);
  const there = await ask(client, 'GET', copy.path, { signal });
  if (there.status === 404) {
    const collection = copy.path.slice(0, copy.path.lastIndexOf('/'));
    const answer = await ask(client, 'POST', collection, { copy: asNew(copy.object), signal });
    return answer.status === 201 ? overwrite(client, copy, signal) : `${copy.name}: ${messageOfAnswer(answer)}`;
  }
  // It never went: the run ended before it was removed.
  if (there.status === 200 && uidOf(there) === copy.object.metadata?.uid) return undefined;
  return overwrite(client, copy, signal);
}

const uidOf = ({ body }: ApiAnswer) => (JSON.parse(body) as KubernetesObject).metadata?.uid;

/** As it was, down to who manages which field: `helm` and `istioctl` go by that when they next change it. */
async function overwrite(client: KubernetesClient, copy: Copy, signal: AbortSignal): Promise<string | undefined> {
  const there = await ask(client, 'GET', copy.path, { signal });
  if (there.status !== 200) return `${copy.name}: ${messageOfAnswer(there)}`;
  const { metadata } = JSON.parse(there.body) as KubernetesObject;
  const { uid, resourceVersion } = metadata ?? {};
  const { managedFields } = copy.object.metadata ?? {};
  const { metadata: kept, ...rest } = asNew(copy.object);
  const whole = { ...rest, metadata: { ...kept, managedFields, uid, resourceVersion } };
  const answer = await ask(client, 'PUT', copy.path, { copy: whole, signal });
  // Its controller has written to it since it was read.
  if (answer.status === 409) return overwrite(client, copy, signal);
  return answer.status === 200 ? undefined : `${copy.name}: ${messageOfAnswer(answer)}`;
}

function ask(
  { kubeConfig }: KubernetesClient,
  method: 'GET' | 'POST' | 'PUT',
  path: string,
  { copy, signal }: { readonly copy?: unknown; readonly signal: AbortSignal },
): Promise<ApiAnswer> {
  return askApiServer(kubeConfig, { method, path, ...(copy === undefined ? {} : { body: copy }), signal });
}

/** Without what the API server gives to each object, and without owners, which are other objects by now. */
function asNew(object: KubernetesObject): KubernetesObject {
  const { status: _, ...rest } = object as Whole;
  const { uid, resourceVersion, generation, creationTimestamp, managedFields, ownerReferences, ...kept } =
    object.metadata ?? ({} as V1ObjectMeta);
  return { ...rest, metadata: kept };
}

const servedBefore = ({ object }: Copy) => conditionOf(object as Whole, 'Available')?.status === 'True';

async function untilServing(client: KubernetesClient, { path, object, name }: Copy, wait: WaitListener): Promise<void> {
  const target = { path: path.slice(0, path.lastIndexOf('/')), name: object.metadata?.name ?? '' };
  await watchUntil<ConditionedObject, unknown>(client, target, hasCondition('Available'), {
    ...wait,
    ...{ what: `${name}, put back, to be available`, timeoutMs: availableTimeoutMs },
  });
}

function notPutBack(failures: readonly string[]): ComponentError {
  return new ComponentError(['The run replaced this, and could not put it back:', ...failures].join('\n  '), {
    remedy:
      'Mend what is in its way and run `pca-e2e down` again: the copies are in the cluster, as Secrets pca-e2e-replaced-… of kube-system.',
  });
}
