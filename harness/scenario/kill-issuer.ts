import type { LiveSetUp } from './live-set-up.ts';
import type { SetUpKind } from './set-up-kind.ts';

const namespace = 'cert-manager';
const labelSelector = 'app.kubernetes.io/name=aws-privateca-issuer';

/** Ends every pod of the issuer at once, without a word to it. Its Deployment starts new ones. */
export async function killIssuer({ kubernetes: { core } }: LiveSetUp<SetUpKind>): Promise<void> {
  const { items } = await core.listNamespacedPod({ namespace, labelSelector });
  await Promise.all(
    items.map(({ metadata }) =>
      core.deleteNamespacedPod({ namespace, name: metadata?.name ?? '', gracePeriodSeconds: 0 }),
    ),
  );
}
