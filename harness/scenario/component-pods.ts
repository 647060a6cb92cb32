import type { V1Pod } from '@kubernetes/client-node';
import { describePod } from '../kubernetes/pods.ts';
import { resourcePaths } from '../kubernetes/resource-paths.ts';
import { watchUntil } from '../kubernetes/watch-until.ts';
import { done, notYet } from '../wait/poll-until.ts';
import type { LiveSetUp } from './live-set-up.ts';
import type { SetUpKind } from './set-up-kind.ts';

export const componentNamespace = 'cert-manager';

/** The components that issue certificates, by their charts' labels. */
const labelSelectors = {
  issuer: 'app.kubernetes.io/name=aws-privateca-issuer',
  'cert-manager': 'app.kubernetes.io/instance=cert-manager,app.kubernetes.io/component=controller',
} as const;

export type Component = keyof typeof labelSelectors;

export async function componentPods(
  { kubernetes }: LiveSetUp<SetUpKind>,
  component: Component,
): Promise<readonly V1Pod[]> {
  const labelSelector = labelSelectors[component];
  return (await kubernetes.core.listNamespacedPod({ namespace: componentNamespace, labelSelector })).items;
}

const endTimeoutMs = 60_000;

/**
 * Ends every pod of a component and waits until they are gone; its Deployment starts new ones.
 *
 * @param how - Killed without a word, or asked to end, as a rollout does.
 */
export async function endPods(
  setUp: LiveSetUp<SetUpKind>,
  component: Component,
  how: 'killed' | 'asked',
): Promise<void> {
  const pods = await componentPods(setUp, component);
  const grace = how === 'killed' ? { gracePeriodSeconds: 0 } : {};
  await Promise.all(
    pods.map(({ metadata }) =>
      setUp.kubernetes.core.deleteNamespacedPod({
        namespace: componentNamespace,
        name: metadata?.name ?? '',
        ...grace,
      }),
    ),
  );
  const ended = new Set(pods.map(({ metadata }) => metadata?.uid));
  await watchUntil<V1Pod, true>(
    setUp.kubernetes,
    { path: resourcePaths.pods(componentNamespace), labelSelector: labelSelectors[component] },
    (present) => {
      const left = present.filter(({ metadata }) => ended.has(metadata?.uid));
      return left.length === 0 ? done(true) : notYet(left.map(describePod).join(', '));
    },
    { ...setUp.wait, what: `the pods of ${component} to be gone`, timeoutMs: endTimeoutMs },
  );
}
