import { AppsV1Api, PatchStrategy } from '@kubernetes/client-node';
import { fieldManager } from '../kubernetes/apply.ts';
import { untilFormerPodsEnded, untilRolledOut } from '../kubernetes/rollout.ts';
import type { LiveSetUp } from './live-set-up.ts';

/** Longer than a proxy takes to learn that a pod is on its way out, on a busy machine too. */
const drainSeconds = 3;

/**
 * Has Bookinfo's pods serve on for a moment when they are asked to end, as pods must that are replaced under traffic.
 * Bookinfo stops listening at once, and until its callers' proxies know, what they send to it is answered by its own
 * proxy, with 503: one that Istio's proxies do not retry.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination-flow
 */
export async function drainServices({ kubernetes, outputs, wait }: LiveSetUp<'mesh'>): Promise<void> {
  const { namespace } = outputs.bookinfo;
  const { items } = await kubernetes.kubeConfig.makeApiClient(AppsV1Api).listNamespacedDeployment({ namespace });
  await Promise.all(
    items.map(async ({ metadata, spec }) => {
      const name = metadata?.name ?? '';
      const containers = spec?.template.spec?.containers.map((container) => ({
        name: container.name,
        lifecycle: { preStop: { sleep: { seconds: drainSeconds } } },
      }));
      const patch = {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: { namespace, name },
        spec: { template: { spec: { containers } } },
      };
      const strategy = PatchStrategy.StrategicMergePatch;
      await kubernetes.objects.patch(patch, undefined, undefined, fieldManager, undefined, strategy);
      await untilRolledOut(kubernetes, { namespace, name }, wait);
    }),
  );
  await untilFormerPodsEnded(kubernetes, namespace, wait);
}
