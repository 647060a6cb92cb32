import type { V1ConfigMap } from '@kubernetes/client-node';
import { smallReservations } from '../../kubernetes/istio-reservations.ts';
import { istioctlInstall, istioctlInstallCommand, istioctlUninstall } from '../../kubernetes/istioctl.ts';
import { connect } from '../../kubernetes/kubernetes-client.ts';
import { removeObjects } from '../../kubernetes/remove-objects.ts';
import { resourcePaths } from '../../kubernetes/resource-paths.ts';
import { readSecret } from '../../kubernetes/secrets.ts';
import { watchUntil } from '../../kubernetes/watch-until.ts';
import type { Check } from '../../pki/check.ts';
import { parsePemBundle } from '../../pki/pem-bundle.ts';
import { done, notYet } from '../../wait/poll-until.ts';
import { checked } from '../checks.ts';
import { type PlanContext, runsCommand } from '../planned-action.ts';
import type { Run } from '../run.ts';
import { defineStep } from '../step.ts';
import { proxyCounters } from './mutual-tls.ts';

const namespace = 'istio-system';
const trustBundle = 'istio-ca-root-cert';
const trustBundleTimeoutMs = 60_000;

const keepsCounters = proxyCounters.map(
  (regex, index) => `meshConfig.defaultConfig.proxyStatsMatcher.inclusionRegexps[${index}]=${regex}`,
);

/** Guide, step 7: Istio. It starts only once `cacerts` is there: istiod does not notice a secret that appears later. */
export const istioStep = defineStep({
  id: 'istio',
  title: 'Install Istio',
  guideStep: 7,
  needs: ['artifacts', 'cluster', 'istio-ca'],
  plan: ({ run, artifacts, kubeconfig }) => {
    const { istioctl } = artifacts.tools;
    return [runsCommand(istioctlInstallCommand({ istioctl, kubeconfig, settings: settingsOf(artifacts, run) }))];
  },
  async run({ run, outputs: { artifacts, cluster, 'istio-ca': istioCa }, check, ...wait }) {
    wait.waitingFor('istioctl to install Istio');
    await istioctlInstall({
      istioctl: artifacts.tools.istioctl,
      kubeconfig: cluster.kubeconfig,
      settings: settingsOf(artifacts, run),
      signal: wait.signal,
      onLine: wait.observed,
    });
    const client = connect(cluster.kubeconfig);
    const distributed = await watchUntil<V1ConfigMap, string>(
      client,
      { path: resourcePaths.configMaps('default'), name: trustBundle },
      ([bundle]) => (bundle?.data?.['root-cert.pem'] ? done(bundle.data['root-cert.pem']) : notYet('no root-cert.pem')),
      {
        ...wait,
        what: `istiod to distribute its trust bundle (ConfigMap ${trustBundle})`,
        timeoutMs: trustBundleTimeoutMs,
      },
    );
    const plugged = (await readSecret(client, istioCa.namespace, istioCa.secret))['ca.crt'] ?? '';
    check(pluggedInCaCheck(distributed, plugged));
    return { namespace };
  },
  again: {
    // istiod goes on with the CA that it has read, and what it distributed stays behind it.
    async reset({ outputs: { artifacts, cluster }, signal }) {
      if (!artifacts || !cluster) return;
      const { kubeconfig } = cluster;
      await istioctlUninstall({ istioctl: artifacts.tools.istioctl, kubeconfig, signal });
      const bundle = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { namespace: 'default', name: trustBundle } };
      await removeObjects(connect(kubeconfig), [bundle], signal);
    },
    goneWith: 'cluster',
  },
});

/** Whether the one root that istiod distributes is the one root of `cacerts`. */
export function pluggedInCaCheck(distributedPem: string, pluggedPem: string): Check {
  const distributed = parsePemBundle(distributedPem);
  const plugged = parsePemBundle(pluggedPem);
  const [root] = distributed;
  const areAlone = distributed.length === 1 && plugged.length === 1;
  return checked(areAlone && root !== undefined && root.sha256 === plugged[0]?.sha256, {
    id: 'istiod-plugged-in-ca',
    title: 'istiod uses the plugged-in CA',
    expected: "the trust bundle that istiod distributes is cacerts' root alone, not a self-signed CA of istiod's own",
    observed: `trust bundle: ${distributed.map(({ subject }) => subject).join(', ') || 'nothing'}`,
  });
}

const settingsOf = ({ istioSettings }: Pick<PlanContext['artifacts'], 'istioSettings'>, { options }: Run) => [
  ...istioSettings,
  ...smallReservations,
  ...keepsCounters,
  ...options.istioSettings,
];
