import type { KubernetesObject, V1ValidatingWebhookConfiguration } from '@kubernetes/client-node';
import type { Artifacts } from '../../artifacts/artifact-source.ts';
import { askApiServer } from '../../kubernetes/api-request.ts';
import { apply } from '../../kubernetes/apply.ts';
import { hasCondition } from '../../kubernetes/conditions.ts';
import { helmInstall } from '../../kubernetes/helm.ts';
import { istioctlInstall } from '../../kubernetes/istioctl.ts';
import { connect } from '../../kubernetes/kubernetes-client.ts';
import { resourcePaths } from '../../kubernetes/resource-paths.ts';
import { untilAllRolledOut } from '../../kubernetes/rollout.ts';
import { pathOfResource, type ServedResource, servedResources } from '../../kubernetes/served-resources.ts';
import { watchUntil } from '../../kubernetes/watch-until.ts';
import { done, notYet } from '../../wait/poll-until.ts';
import { nameOfObject } from '../existing/inventory.ts';

const namespace = 'tools';
const readyTimeoutMs = 90_000;
const { signal } = new AbortController();
const wait = { signal, timeoutMs: readyTimeoutMs, waitingFor: () => undefined, observed: () => undefined };

/** For tests: installs cert-manager as somebody else does, in a namespace and under a name of their own. */
export async function installSomebodysCertManager({ tools, charts }: Artifacts, kubeconfig: string): Promise<void> {
  const release = { helm: tools.helm, kubeconfig, release: 'certs', namespace, signal };
  await helmInstall({ ...release, chart: charts.certManager, values: { crds: { enabled: true } } });
}

/** For tests: the rest of somebody's mesh: the issuer, a CA that is none of AWS, and Istio, which uses that. */
export async function installSomebodysMesh(artifacts: Artifacts, kubeconfig: string): Promise<void> {
  const { tools, charts, istioSettings } = artifacts;
  const client = connect(kubeconfig);
  const release = { helm: tools.helm, kubeconfig, release: 'pca', namespace, signal };
  await helmInstall({ ...release, chart: charts.issuer, values: {} });
  const deployments = `/apis/apps/v1/namespaces/${namespace}/deployments`;
  for (const name of ['certs-cert-manager-webhook', 'certs-cert-manager']) {
    await watchUntil(client, { path: deployments, name }, hasCondition('Available'), { ...wait, what: name });
  }
  await apply(client, ...ownCa);
  const certificates = resourcePaths.certificates('istio-system');
  await watchUntil(client, { path: certificates, name: 'istio-ca' }, hasCondition('Ready'), {
    ...wait,
    what: 'its CA',
  });
  await istioctlInstall({ istioctl: tools.istioctl, kubeconfig, settings: istioSettings, signal });
  await untilAllRolledOut(client, { namespace, labelSelector: 'app.kubernetes.io/instance=pca' }, wait);
  await watchUntil<V1ValidatingWebhookConfiguration, void>(client, validators, isInForce, {
    ...wait,
    what: "Istio's validation to be in force",
  });
}

const validators = {
  path: '/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations',
  name: 'istio-validator-istio-system',
};

/** istiod is the last to write something: that its webhook may refuse, once it has seen that webhook answer. */
const isInForce = ([validator]: readonly V1ValidatingWebhookConfiguration[]) => {
  const policies = validator?.webhooks?.map(({ failurePolicy }) => failurePolicy) ?? [];
  return policies.length > 0 && policies.every((policy) => policy === 'Fail') ? done(undefined) : notYet(`${policies}`);
};

const ownCa: readonly KubernetesObject[] = [
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'istio-system', labels: { team: 'mesh' } } },
  {
    ...{ apiVersion: 'cert-manager.io/v1', kind: 'Issuer', metadata: { name: 'own', namespace: 'istio-system' } },
    ...{ spec: { selfSigned: {} } },
  },
  {
    ...{ apiVersion: 'cert-manager.io/v1', kind: 'Certificate' },
    metadata: { name: 'istio-ca', namespace: 'istio-system' },
    ...{ spec: { isCA: true, commonName: 'own.mesh', secretName: 'cacerts', issuerRef: { name: 'own' } } },
  },
];

/** For tests: the contents of every object of a cluster that its owners, and not its controllers, have written; by name. */
export async function contentsIn(kubeconfig: string): Promise<Readonly<Record<string, unknown>>> {
  const { kubeConfig } = connect(kubeconfig);
  const { resources } = await servedResources(kubeConfig, signal);
  const lists = await Promise.all(
    resources.filter(isWrittenByPeople).map(async (resource) => {
      const answer = await askApiServer(kubeConfig, { method: 'GET', path: pathOfResource(resource), signal });
      const { items } = JSON.parse(answer.body) as { readonly items: readonly KubernetesObject[] };
      return items
        .filter(isNoHeartbeat)
        .map((object) => [
          nameOfObject({ resource, namespace: object.metadata?.namespace, name: object.metadata?.name ?? '' }),
          lasting(object),
        ]);
    }),
  );
  return Object.fromEntries(lists.flat());
}

const isWrittenByPeople = ({ name }: ServedResource): boolean =>
  ![
    ...['events', 'leases', 'pods', 'replicasets', 'endpoints', 'endpointslices', 'nodes', 'csinodes'],
    ...['componentstatuses', 'certificaterequests', 'controllerrevisions', 'apiservices', 'flowschemas'],
  ].includes(name);

/** Istiods choose a leader by such an annotation. */
const isNoHeartbeat = ({ metadata }: KubernetesObject) =>
  !('control-plane.alpha.kubernetes.io/leader' in (metadata?.annotations ?? {}));

/** Without what is new with every object, or is written all the time. */
function lasting(object: KubernetesObject): unknown {
  const { status: _, ...rest } = object as KubernetesObject & { readonly status?: unknown };
  const { labels, annotations, managedFields } = object.metadata ?? {};
  const managers = managedFields
    ?.filter(({ subresource }) => subresource === undefined)
    .map(({ manager, operation, fieldsV1 }) => ({ manager, operation, fieldsV1 }));
  return { ...rest, metadata: { labels, annotations, managers } };
}
