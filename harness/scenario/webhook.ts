import {
  type KubernetesObject,
  PatchStrategy,
  type V1Pod,
  type V1ValidatingWebhookConfiguration,
} from '@kubernetes/client-node';
import { fieldManager } from '../kubernetes/apply.ts';
import type { KubernetesClient } from '../kubernetes/kubernetes-client.ts';
import { livePods, podsReady } from '../kubernetes/pods.ts';
import { resourcePaths } from '../kubernetes/resource-paths.ts';
import { watchUntil } from '../kubernetes/watch-until.ts';
import { done, notYet, pollUntil } from '../wait/poll-until.ts';
import type { LiveSetUp } from './live-set-up.ts';
import type { SetUpKind } from './set-up-kind.ts';

/** Of cert-manager's chart: the Deployment, the configuration and the Service all have this name. */
const name = 'cert-manager-webhook';
const namespace = 'cert-manager';
const hook = 'webhook.cert-manager.io';
const labelSelector = 'app.kubernetes.io/instance=cert-manager,app.kubernetes.io/component=webhook';
const injectAnnotation = 'cert-manager.io/inject-ca-from-secret';
const timeoutMs = 60_000;

/** Scales cert-manager's webhook to nothing until the test has ended. */
export async function removeWebhook(setUp: LiveSetUp<SetUpKind>): Promise<void> {
  const { kubernetes, wait } = setUp;
  const pods = { path: resourcePaths.pods(namespace), labelSelector };
  const scale = (replicas: number) =>
    patch(kubernetes, { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name, namespace }, spec: { replicas } });
  setUp.onCleanUp(async () => {
    await scale(1);
    // Its pod, not the Deployment: scaled down and up within a second, that may still count the pod that is gone.
    await watchUntil(kubernetes, pods, podsReady(1), { ...wait, what: 'the webhook to be ready again', timeoutMs });
  });
  await scale(0);
  await watchUntil<V1Pod, true>(
    kubernetes,
    pods,
    (all) => (livePods(all).length === 0 ? done(true) : notYet(`${all.length} pods`)),
    { ...wait, what: 'the webhook to be gone', timeoutMs },
  );
}

/** Takes the CA bundle out of cert-manager's webhook configuration, and keeps cainjector from writing it, until the test has ended. */
export async function removeCaBundle(setUp: LiveSetUp<SetUpKind>): Promise<void> {
  const { kubernetes, wait } = setUp;
  const change = (annotation: string | null, clientConfig: { readonly caBundle: null } | undefined) =>
    patch(kubernetes, {
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'ValidatingWebhookConfiguration',
      metadata: { name, annotations: { [injectAnnotation]: annotation } },
      ...(clientConfig === undefined ? {} : { webhooks: [{ name: hook, clientConfig }] }),
    });
  setUp.onCleanUp(async () => {
    await change(`${namespace}/${name}-ca`, undefined);
    await watchUntil<V1ValidatingWebhookConfiguration, true>(
      kubernetes,
      { path: resourcePaths.validatingWebhookConfigurations, name },
      ([configuration]) =>
        configuration?.webhooks?.every(({ clientConfig }) => clientConfig.caBundle)
          ? done(true)
          : notYet('no CA bundle'),
      { ...wait, what: "cainjector to write the webhook's CA bundle", timeoutMs },
    );
  });
  await change(null, { caBundle: null });
}

async function patch(client: KubernetesClient, object: object): Promise<void> {
  const strategy = PatchStrategy.StrategicMergePatch;
  await client.objects.patch(object as KubernetesObject, undefined, undefined, fieldManager, undefined, strategy);
}

/**
 * Attempts something until it is refused in such words. The API server hears of a changed webhook a moment later, and for
 * another moment the Service still leads to the pod that is gone.
 */
export async function untilRefused(attempt: () => Promise<unknown>, words: RegExp): Promise<void> {
  await pollUntil(
    async () => {
      try {
        await attempt();
        return notYet('accepted');
      } catch (error) {
        const refusal = String(error);
        return words.test(refusal) ? done(undefined) : notYet(refusal);
      }
    },
    { waitingFor: `a refusal with ${words}`, timeoutMs },
  );
}
