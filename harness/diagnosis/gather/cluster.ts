import type { V1Pod } from '@kubernetes/client-node';
import type { ClusterEvidence, PodFacts } from '../cluster-evidence.ts';
import { type ApiServer, openApiServer } from './api-server.ts';
import { approverFacts } from './approvers.ts';
import { certificateFacts, certificateRequestFacts, issuerFacts, pcaIssuerFacts } from './certificate-facts.ts';
import { eventFacts } from './events.ts';
import { istiodFacts } from './istiods.ts';
import { type LogWish, logFacts } from './logs.ts';
import { type AnyObject, textAt } from './object-facts.ts';
import { proxyFacts } from './proxies.ts';
import type { Reader } from './reader.ts';
import { secretFacts } from './secret-facts.ts';
import { deploymentFacts, namespaceFacts, podFacts, webhookFacts } from './workload-facts.ts';

export interface ClusterAccess {
  readonly kubeconfig: string;
  /** Only these are looked into. @defaultValue all */
  readonly namespaces?: readonly string[];
  readonly since: Date | undefined;
  readonly signal: AbortSignal;
}

/**
 * A cluster's objects of all namespaces: one list for each kind, all at once, then what only the components themselves
 * can tell. Namespaces that are being removed are left out, with all that is in them.
 *
 * @returns null when the API server does not answer.
 */
export async function clusterEvidence(
  { kubeconfig, namespaces: only, since, signal }: ClusterAccess,
  reader: Reader,
): Promise<ClusterEvidence | null> {
  const api = await reader.try('kubeconfig', undefined, () => openApiServer(kubeconfig, signal));
  const namespaces = await reader.try('namespaces', undefined, async () =>
    (await api?.list<AnyObject>('/api/v1/namespaces'))
      ?.map(namespaceFacts)
      .filter(({ name }) => only === undefined || only.includes(name)),
  );
  if (api === undefined || namespaces === undefined) return null;
  const staying = new Set(['', ...namespaces.filter(({ isLeaving }) => !isLeaving).map(({ name }) => name)]);
  const lists = await readLists(api, reader, staying, since);
  const istiods = lists.pods.filter(({ labels, isLeaving }) => labels['app'] === 'istiod' && !isLeaving);
  const proxies = lists.pods.filter(({ containers, isLeaving }) => !isLeaving && containers.some(isProxy));
  const [approvers, logs, istiodsSeen, proxiesSeen] = await Promise.all([
    approverFacts(api, reader, lists.certificateRequests, lists.deployments),
    logFacts(api, reader, logWishes(lists.pods), since),
    istiodFacts(
      api,
      reader,
      istiods.filter(({ containers }) => containers.some(({ startedAt }) => startedAt)),
    ),
    proxyFacts(api, reader, proxies),
  ]);
  return {
    namespaces: namespaces.filter(({ isLeaving }) => !isLeaving),
    ...lists,
    approvers,
    logs,
    istiods: istiodsSeen,
    proxies: proxiesSeen,
  };
}

const isProxy = ({ name, startedAt }: PodFacts['containers'][number]) => name === 'istio-proxy' && startedAt !== null;

async function readLists(api: ApiServer, reader: Reader, namespaces: ReadonlySet<string>, since: Date | undefined) {
  const read = <T>(path: string, facts: (object: AnyObject) => T): Promise<readonly T[]> =>
    reader.try(collectionOf(path), [], async () =>
      (await api.list<AnyObject>(path)).filter(({ metadata }) => namespaces.has(metadata?.namespace ?? '')).map(facts),
    );
  const certManager = '/apis/cert-manager.io/v1';
  const awsPca = '/apis/awspca.cert-manager.io/v1beta1';
  const admission = '/apis/admissionregistration.k8s.io/v1';
  const [
    pcaIssuers,
    pcaClusterIssuers,
    issuers,
    clusterIssuers,
    certificates,
    certificateRequests,
    deployments,
    pods,
    secrets,
    configMaps,
    validating,
    mutating,
    events,
  ] = await Promise.all([
    read(`${awsPca}/awspcaissuers`, pcaIssuerFacts('AWSPCAIssuer')),
    read(`${awsPca}/awspcaclusterissuers`, pcaIssuerFacts('AWSPCAClusterIssuer')),
    read(`${certManager}/issuers`, issuerFacts('Issuer')),
    read(`${certManager}/clusterissuers`, issuerFacts('ClusterIssuer')),
    read(`${certManager}/certificates`, certificateFacts),
    read(`${certManager}/certificaterequests`, certificateRequestFacts),
    read('/apis/apps/v1/deployments', deploymentFacts),
    read('/api/v1/pods', (object) => podFacts(object as V1Pod)),
    read('/api/v1/secrets', secretFacts),
    read('/api/v1/configmaps?fieldSelector=metadata.name%3Distio-ca-root-cert', trustBundleFacts),
    read(`${admission}/validatingwebhookconfigurations`, webhookFacts('ValidatingWebhookConfiguration')),
    read(`${admission}/mutatingwebhookconfigurations`, webhookFacts('MutatingWebhookConfiguration')),
    read('/api/v1/events?fieldSelector=type%3DWarning', eventFacts),
  ]);
  return {
    pcaIssuers: [...pcaIssuers, ...pcaClusterIssuers],
    issuers: [...issuers, ...clusterIssuers],
    certificates,
    certificateRequests,
    deployments,
    pods,
    secrets: secrets.filter(({ type }) => type !== 'helm.sh/release.v1'),
    trustBundles: configMaps,
    webhooks: [...validating, ...mutating],
    events: events.filter((event) => since === undefined || new Date(event.at) >= since),
  };
}

/** `secrets`, of the path of all secrets. */
const collectionOf = (path: string): string => path.replace(/^.*\//, '').replace(/\?.*$/, '');

const trustBundleFacts = (object: AnyObject) => ({
  namespace: object.metadata?.namespace ?? '',
  pem: textAt(object, 'data', 'root-cert.pem'),
});

/** Whose logs tell of certificates: all but the workloads' own. */
function logWishes(pods: readonly PodFacts[]): readonly LogWish[] {
  return pods.flatMap((pod): readonly LogWish[] => {
    const { labels, containers } = pod;
    const name = labels['app.kubernetes.io/name'] ?? '';
    const first = containers.find((container) => !/^istio-/.test(container.name))?.name;
    if (labels['k8s-app'] === 'kube-proxy') return [{ component: 'kube-proxy', pod, container: 'kube-proxy' }];
    if (labels['app'] === 'istiod') return [{ component: 'istiod', pod, container: 'discovery' }];
    if (labels['app'] === 'ztunnel') return [{ component: 'ztunnel', pod, container: 'istio-proxy' }];
    if (containers.some(isProxy)) return [{ component: 'proxy', pod, container: 'istio-proxy' }];
    if (first === undefined) return [];
    if (name === 'aws-privateca-issuer') return [{ component: 'issuer', pod, container: first }];
    if (['cert-manager', 'webhook', 'cainjector'].includes(name))
      return [{ component: 'cert-manager', pod, container: first }];
    return [];
  });
}
