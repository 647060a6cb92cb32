import { readFile } from 'node:fs/promises';
import type { KubernetesObject } from '@kubernetes/client-node';
import { parseAllDocuments } from 'yaml';
import { apply } from '../../kubernetes/apply.ts';
import { kubectlExecCommand } from '../../kubernetes/kubectl-exec.ts';
import { connect } from '../../kubernetes/kubernetes-client.ts';
import { isReady } from '../../kubernetes/pods.ts';
import { removeObjects } from '../../kubernetes/remove-objects.ts';
import type { WaitListener } from '../../kubernetes/watch-until.ts';
import { bookinfoNamespace } from '../bookinfo-namespace.ts';
import { ofRun } from '../of-run.ts';
import { appliesObjects, runsCommand } from '../planned-action.ts';
import type { Run } from '../run.ts';
import { defineStep, type StepContext } from '../step.ts';
import type { StepOutputs } from '../step-outputs.ts';
import { checkBookinfoRequest, productPageExec } from './bookinfo-request.ts';
import { checkMutualTls, counterExecs } from './mutual-tls.ts';
import { bookinfoPodsCheck, checkPods } from './pods-checks.ts';

const readyTimeoutMs = 180_000;

/** Guide, step 8: Bookinfo with sidecars, and a request through all four of its services. */
export const bookinfoStep = defineStep({
  id: 'bookinfo',
  title: 'Deploy Bookinfo',
  guideStep: 8,
  needs: ['artifacts', 'cluster', 'istio'],
  plan({ run, artifacts, kubeconfig }) {
    const namespace = bookinfoNamespace(run);
    const access = { kubectl: artifacts.tools.kubectl, kubeconfig, namespace };
    const calls = [productPageExec(access), ...counterExecs(access)];
    return [
      ...appliesObjects(`Namespace ${namespace}`, "Bookinfo's own manifest"),
      ...calls.map((call) => runsCommand(kubectlExecCommand(call))),
    ];
  },
  async run({ run, outputs: { artifacts, cluster }, ...context }) {
    const namespace = bookinfoNamespace(run);
    const injected = {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: namespace, labels: { 'istio-injection': 'enabled' } },
    };
    const objects = [ofRun(run, injected), ...(await manifest(artifacts.bookinfoManifest, run))];
    await apply(connect(cluster.kubeconfig), ...objects);
    await checkBookinfo({ artifacts, cluster, bookinfo: { namespace } }, context);
    return { namespace };
  },
  again: {
    // A sidecar keeps the certificate that it has until it expires.
    async reset({ run, outputs: { artifacts, cluster }, signal }) {
      if (!artifacts || !cluster) return;
      await removeObjects(connect(cluster.kubeconfig), await manifest(artifacts.bookinfoManifest, run), signal);
    },
    goneWith: 'cluster',
  },
});

/** Whether every pod has its sidecar, and a request passes all four services over mutual TLS. */
export async function checkBookinfo(
  { artifacts, cluster, bookinfo: { namespace } }: Pick<StepOutputs, 'artifacts' | 'cluster' | 'bookinfo'>,
  { check, ...wait }: WaitListener & Pick<StepContext<never>, 'check'>,
): Promise<void> {
  check(
    await checkPods(
      connect(cluster.kubeconfig),
      { namespace },
      {
        ...wait,
        what: "Bookinfo's pods to be ready",
        timeoutMs: readyTimeoutMs,
        judge: bookinfoPodsCheck,
        isSettled: isReady,
      },
    ),
  );
  const access = { kubectl: artifacts.tools.kubectl, kubeconfig: cluster.kubeconfig, namespace, ...wait };
  check(await checkBookinfoRequest(access));
  check(...(await checkMutualTls(access)));
}

async function manifest(path: string, run: Run): Promise<readonly KubernetesObject[]> {
  const objects = parseAllDocuments(await readFile(path, 'utf8')).map(
    (document) => document.toJS() as KubernetesObject | null,
  );
  // A manifest may end in a separator, and then in an empty document.
  return objects
    .filter((object) => object !== null)
    .map((object) => ofRun(run, { ...object, metadata: { ...object.metadata, namespace: bookinfoNamespace(run) } }));
}
