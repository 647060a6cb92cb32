import { readFile } from 'node:fs/promises';
import type { KubernetesObject } from '@kubernetes/client-node';
import { parseAllDocuments } from 'yaml';
import { apply } from '../../kubernetes/apply.ts';
import { podsAskedFor } from '../../kubernetes/deployed-pods.ts';
import { kubectlExecCommand } from '../../kubernetes/kubectl-exec.ts';
import { connect } from '../../kubernetes/kubernetes-client.ts';
import { describePod, podsReady, readyContainers } from '../../kubernetes/pods.ts';
import { removeObjects } from '../../kubernetes/remove-objects.ts';
import { resourcePaths } from '../../kubernetes/resource-paths.ts';
import { watchUntil } from '../../kubernetes/watch-until.ts';
import { checked } from '../checks.ts';
import { appliesObjects, runsCommand } from '../planned-action.ts';
import { defineStep } from '../step.ts';
import { checkBookinfoRequest, productPageExec } from './bookinfo-request.ts';
import { checkMutualTls, counterExecs } from './mutual-tls.ts';

const namespace = 'default';
const readyTimeoutMs = 180_000;

/** Guide, step 8: Bookinfo with sidecars, and a request through all four of its services. */
export const bookinfoStep = defineStep({
  id: 'bookinfo',
  title: 'Deploy Bookinfo',
  guideStep: 8,
  needs: ['artifacts', 'cluster', 'istio'],
  plan({ artifacts, kubeconfig }) {
    const access = { kubectl: artifacts.tools.kubectl, kubeconfig, namespace };
    const calls = [productPageExec(access), ...counterExecs(access)];
    return [
      ...appliesObjects(`Namespace ${namespace}`, "Bookinfo's own manifest"),
      ...calls.map((call) => runsCommand(kubectlExecCommand(call))),
    ];
  },
  async run({ outputs: { artifacts, cluster }, check, ...wait }) {
    const client = connect(cluster.kubeconfig);
    const injected = {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: namespace, labels: { 'istio-injection': 'enabled' } },
    };
    await apply(client, injected, ...(await manifest(artifacts.bookinfoManifest)));
    const pods = await watchUntil(
      client,
      { path: resourcePaths.pods(namespace) },
      podsReady(await podsAskedFor(client, namespace)),
      { ...wait, what: "Bookinfo's pods to be ready", timeoutMs: readyTimeoutMs },
    );
    check(
      checked(
        pods.every((pod) => readyContainers(pod).all === 2),
        {
          id: 'bookinfo-pods',
          title: 'Every Bookinfo pod is 2/2',
          expected: 'every pod 2/2: the service and its sidecar',
          observed: pods.map(describePod).join(', '),
        },
      ),
    );
    const access = { kubectl: artifacts.tools.kubectl, kubeconfig: cluster.kubeconfig, namespace, ...wait };
    check(await checkBookinfoRequest(access));
    check(...(await checkMutualTls(access)));
    return { namespace };
  },
  again: {
    // A sidecar keeps the certificate that it has until it expires.
    async reset({ outputs: { artifacts, cluster }, signal }) {
      if (!artifacts || !cluster) return;
      await removeObjects(connect(cluster.kubeconfig), await manifest(artifacts.bookinfoManifest), signal);
    },
    goneWith: 'cluster',
  },
});

async function manifest(path: string): Promise<readonly KubernetesObject[]> {
  const objects = parseAllDocuments(await readFile(path, 'utf8')).map(
    (document) => document.toJS() as KubernetesObject | null,
  );
  // A manifest may end in a separator, and then in an empty document.
  return objects
    .filter((object) => object !== null)
    .map((object) => ({ ...object, metadata: { ...object.metadata, namespace } }));
}
