import type { KubernetesObject, V1Pod } from '@kubernetes/client-node';
import { parse } from 'yaml';
import { ComponentError } from '../../errors/harness-error.ts';
import type { ConditionedObject } from '../../kubernetes/conditions.ts';
import { podsOf } from '../../kubernetes/deployed-pods.ts';
import type { KubernetesClient } from '../../kubernetes/kubernetes-client.ts';
import type { NamedObject } from '../../kubernetes/objects.ts';
import { livePods } from '../../kubernetes/pods.ts';

export interface CertificateObject extends ConditionedObject {
  readonly spec?: {
    readonly secretName?: string;
    readonly issuerRef?: { readonly group?: string; readonly kind?: string; readonly name?: string };
  };
}

export interface PcaIssuerObject extends ConditionedObject {
  readonly spec?: { readonly arn?: string; readonly region?: string };
}

/** A mesh whose CA comes from AWS PCA, as it was found: whoever installed it. */
export interface Mesh {
  /** Where istiod is. */
  readonly namespace: string;
  readonly trustDomain: string;
  /** The Certificate that fills `cacerts`. */
  readonly certificate: CertificateObject;
  /** The issuer that it names. */
  readonly issuer: PcaIssuerObject;
  /** The pod whose chain is read. */
  readonly workload: NamedObject & { readonly serviceAccount: string };
}

export interface WorkloadChoice {
  readonly namespace?: string;
  /** Name of a Deployment; without it, any pod with a sidecar. */
  readonly deployment?: string;
}

const pcaGroup = 'awspca.cert-manager.io';

/**
 * Finds the parts of a mesh by what ties them together: istiod, the Certificate that fills its `cacerts`, the issuer which that
 * names, and a pod with a sidecar. Only reads.
 *
 * @throws ComponentError naming the part that is not there.
 */
export async function findMesh(client: KubernetesClient, choice: WorkloadChoice): Promise<Mesh> {
  const namespace = await istiodNamespace(client);
  const certificate = await certificateOfCacerts(client, namespace);
  return {
    namespace,
    trustDomain: await trustDomainOf(client, namespace),
    certificate,
    issuer: await issuerOf(client, certificate, namespace),
    workload: await chooseWorkload(client, choice, namespace),
  };
}

async function istiodNamespace({ core }: KubernetesClient): Promise<string> {
  const { items } = await core.listPodForAllNamespaces({ labelSelector: 'app=istiod' });
  const namespaces = [...new Set(livePods(items).map(({ metadata }) => metadata?.namespace ?? ''))];
  const [namespace] = namespaces;
  if (namespace === undefined) throw new ComponentError('No istiod runs in the cluster: there is no mesh to verify');
  if (namespaces.length === 1) return namespace;
  throw new ComponentError(`istiod runs in several namespaces: ${namespaces.join(', ')}`, {
    remedy: 'Only a cluster with one control plane can be verified.',
  });
}

async function certificateOfCacerts(client: KubernetesClient, namespace: string): Promise<CertificateObject> {
  const { items } = await client.objects.list<CertificateObject>('cert-manager.io/v1', 'Certificate', namespace);
  const certificate = items.find(({ spec }) => spec?.secretName === 'cacerts');
  if (certificate) return certificate;
  throw new ComponentError(`No Certificate in namespace ${namespace} fills the secret cacerts`, {
    remedy: 'Without it, Istio signs with a CA of its own, or with one that was put there by hand.',
  });
}

async function issuerOf(
  client: KubernetesClient,
  { spec }: CertificateObject,
  namespace: string,
): Promise<PcaIssuerObject> {
  const { group, kind = 'Issuer', name = '' } = spec?.issuerRef ?? {};
  if (group !== pcaGroup) {
    throw new ComponentError(`The Certificate of cacerts is issued by ${kind} ${name}, which is none of AWS PCA`);
  }
  const metadata = kind === 'AWSPCAClusterIssuer' ? { name } : { name, namespace };
  return client.objects.read<KubernetesObject & PcaIssuerObject>({
    ...{ apiVersion: `${pcaGroup}/v1beta1`, kind, metadata },
  });
}

/** The mesh's configuration of the default revision; istiod's own default where it says nothing. */
async function trustDomainOf({ core }: KubernetesClient, namespace: string): Promise<string> {
  const { items } = await core.listNamespacedConfigMap({ namespace });
  const configured = items
    .filter(({ metadata }) => /^istio(-|$)/.test(metadata?.name ?? ''))
    .map(({ data }) => (data?.['mesh'] === undefined ? undefined : (parse(data['mesh']) as Mesh | null)?.trustDomain))
    .find((trustDomain) => trustDomain !== undefined);
  return configured ?? 'cluster.local';
}

async function chooseWorkload(
  client: KubernetesClient,
  { namespace, deployment }: WorkloadChoice,
  istioNamespace: string,
): Promise<Mesh['workload']> {
  const pods =
    deployment === undefined
      ? await podsWithSidecars(client, namespace, istioNamespace)
      : (await podsOf(client, { namespace: namespace ?? 'default', name: deployment })).filter(hasSidecar);
  const [pod] = pods;
  if (pod) {
    const { name = '', namespace: place = '' } = pod.metadata ?? {};
    return { namespace: place, name, serviceAccount: pod.spec?.serviceAccountName ?? 'default' };
  }
  const where = namespace === undefined ? 'the cluster' : `namespace ${namespace}`;
  const what = deployment === undefined ? `No pod in ${where}` : `No pod of Deployment ${deployment} in ${where}`;
  throw new ComponentError(`${what} has a sidecar that runs`, {
    remedy: 'Label its namespace istio-injection=enabled and restart the pod, or name another with --workload.',
  });
}

async function podsWithSidecars(
  { core }: KubernetesClient,
  namespace: string | undefined,
  istioNamespace: string,
): Promise<readonly V1Pod[]> {
  const { items } =
    namespace === undefined ? await core.listPodForAllNamespaces() : await core.listNamespacedPod({ namespace });
  return livePods(items)
    .filter((pod) => hasSidecar(pod) && (namespace !== undefined || pod.metadata?.namespace !== istioNamespace))
    .toSorted((one, other) => placeOf(one).localeCompare(placeOf(other)));
}

const placeOf = ({ metadata }: V1Pod) => `${metadata?.namespace}/${metadata?.name}`;

function hasSidecar({ status }: V1Pod): boolean {
  const statuses = [...(status?.containerStatuses ?? []), ...(status?.initContainerStatuses ?? [])];
  return statuses.some(({ name, state }) => name === 'istio-proxy' && state?.running !== undefined);
}
