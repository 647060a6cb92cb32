import type { V1Pod, V1PodSpec, V1ServiceAccount } from '@kubernetes/client-node';
import { type IssuerRole, issuerServiceAccount } from '../../aws/issuer-role.ts';
import type { KubernetesClient } from '../../kubernetes/kubernetes-client.ts';
import { livePods } from '../../kubernetes/pods.ts';
import { found } from '../../kubernetes/remove-objects.ts';
import { readSecret, type SecretData } from '../../kubernetes/secrets.ts';

/** The issuer's pods, and what they may take credentials from. */
export interface IssuerPods {
  readonly role: IssuerRole;
  readonly pods: readonly V1Pod[];
  readonly serviceAccount: V1ServiceAccount;
  /** What the pods' Secrets and ConfigMaps hold, by `Secret/NAME` and `ConfigMap/NAME`. Never shown. */
  readonly sources: ReadonlyMap<string, SecretData>;
}

/** Reads how the issuer's pods come by AWS credentials: their service account, and every Secret and ConfigMap they name. */
export async function readIssuerPods(
  client: KubernetesClient,
  role: IssuerRole,
  chosen: { readonly namespace: string; readonly labelSelector: string },
): Promise<IssuerPods> {
  const { namespace } = chosen;
  const [{ items }, serviceAccount] = await Promise.all([
    client.core.listNamespacedPod(chosen),
    client.core.readNamespacedServiceAccount(issuerServiceAccount),
  ]);
  const pods = livePods(items);
  const read = async (source: string): Promise<[string, SecretData]> => {
    const [kind, name = ''] = source.split('/');
    // A source may be optional, and then missing.
    const data =
      kind === 'Secret'
        ? await found(readSecret(client, namespace, name))
        : (await found(client.core.readNamespacedConfigMap({ namespace, name })))?.data;
    return [source, data ?? {}];
  };
  const named = new Set(pods.flatMap(({ spec }) => (spec === undefined ? [] : sourcesOf(spec))));
  return { role, pods, serviceAccount, sources: new Map(await Promise.all([...named].map(read))) };
}

/** Every Secret and ConfigMap that a pod's containers may read: by variables, whole as variables, or by a volume. */
export function sourcesOf({ containers, initContainers = [], volumes = [] }: V1PodSpec): readonly string[] {
  const all = [...containers, ...initContainers];
  const secrets = [
    ...all.flatMap(({ env = [] }) => env.map(({ valueFrom }) => valueFrom?.secretKeyRef?.name)),
    ...all.flatMap(({ envFrom = [] }) => envFrom.map(({ secretRef }) => secretRef?.name)),
    ...volumes.map(({ secret }) => secret?.secretName),
    ...volumes.flatMap(({ projected }) => projected?.sources?.map(({ secret }) => secret?.name) ?? []),
  ];
  const configMaps = [
    ...all.flatMap(({ env = [] }) => env.map(({ valueFrom }) => valueFrom?.configMapKeyRef?.name)),
    ...all.flatMap(({ envFrom = [] }) => envFrom.map(({ configMapRef }) => configMapRef?.name)),
    ...volumes.map(({ configMap }) => configMap?.name),
    ...volumes.flatMap(({ projected }) => projected?.sources?.map(({ configMap }) => configMap?.name) ?? []),
  ];
  return [
    ...secrets.flatMap((name) => (name === undefined ? [] : [`Secret/${name}`])),
    ...configMaps.flatMap((name) => (name === undefined ? [] : [`ConfigMap/${name}`])),
  ];
}
