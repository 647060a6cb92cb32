import { untilProxiesConnected } from '../../../kubernetes/connected-proxies.ts';
import { connect } from '../../../kubernetes/kubernetes-client.ts';
import { restartsPods } from '../../planned-action.ts';
import { defineStep } from '../../step.ts';
import type { StepOutputs } from '../../step-outputs.ts';
import { bookinfoStep, checkBookinfo } from '../../steps/bookinfo.ts';
import { istioStep } from '../../steps/istio.ts';
import { renewProxies } from '../data-plane.ts';
import { isMeshNamespace } from '../mesh-namespaces.ts';
import { podsWithProxies } from '../proxies.ts';
import { checkVersion } from '../version-check.ts';

/**
 * Istio's control plane and gateways, in place: by the new version's `istioctl install`, of which `istioctl upgrade` is
 * another name, with the settings of the installation, which would be reverted otherwise.
 * @see https://istio.io/latest/docs/setup/upgrade/in-place/
 */
export const controlPlaneUpgrade = defineStep({
  id: 'istio',
  title: "Upgrade Istio's control plane",
  guideStep: 7,
  needs: istioStep.needs,
  plan: (context) => istioStep.plan?.(context) ?? [],
  async run(context) {
    const { artifacts, cluster } = context.outputs;
    const output = await istioStep.run(context);
    const pods = { namespace: output.namespace, labelSelector: 'app=istiod' };
    const component = { id: 'istiod', name: 'istiod', version: artifacts.versions.istio, pods } as const;
    const client = connect(cluster.kubeconfig);
    context.check(await checkVersion(client, component, artifacts.images));
    // Before any pod is replaced: a proxy that still looks for the new istiod would go on sending to the former ones.
    const proxies = await podsWithProxies(client, isMeshNamespace(context.run, cluster));
    await untilProxiesConnected(client, output.namespace, proxies, context);
    return output;
  },
});

/** The sidecars: new pods, which istiod's new version gives its own. The services are left as they were deployed. */
export const dataPlaneUpgrade = ({ bookinfo }: StepOutputs) =>
  defineStep({
    id: 'bookinfo',
    title: "Upgrade Istio's sidecars",
    guideStep: 8,
    needs: bookinfoStep.needs,
    plan: () => [restartsPods('every Deployment with sidecars of another version')],
    async run({ run, outputs: { artifacts, cluster }, ...context }) {
      const isOurs = isMeshNamespace(run, cluster);
      context.check(await renewProxies(connect(cluster.kubeconfig), { images: artifacts.images, isOurs }, context));
      await checkBookinfo({ artifacts, cluster, bookinfo }, context);
      return bookinfo;
    },
  });
