import type { V1Pod } from '@kubernetes/client-node';
import { readIstioCa } from '../../kubernetes/istio-ca-renewal.ts';
import { workloadChainPem } from '../../kubernetes/istioctl.ts';
import { connect, type KubernetesClient } from '../../kubernetes/kubernetes-client.ts';
import { livePods } from '../../kubernetes/pods.ts';
import { readSecret } from '../../kubernetes/secrets.ts';
import type { Certificate } from '../../pki/certificate.ts';
import type { Check } from '../../pki/check.ts';
import { parsePemBundle } from '../../pki/pem-bundle.ts';
import { checked } from '../checks.ts';
import { storedCaOf } from '../follow-renewal.ts';
import type { StepOutputs } from '../step-outputs.ts';
import { hasProxy } from './proxies.ts';

/** What a mesh trusts, and what it signs with, at one moment. */
export interface Trust {
  readonly istioCa: Certificate;
  /** Root certificates by the place that they were found in: `cacerts`, a trust bundle, the chain of a pod. */
  readonly roots: ReadonlyMap<string, Certificate | undefined>;
}

type Access = Pick<StepOutputs, 'artifacts' | 'cluster' | 'istio-ca' | 'bookinfo'>;

/** Reads the roots in `cacerts`, in the trust bundle that istiod distributes, and in the chain of every workload. */
export async function readTrust(outputs: Access, signal: AbortSignal): Promise<Trust> {
  const client = connect(outputs.cluster.kubeconfig);
  const { secret } = storedCaOf(outputs['istio-ca']);
  const { namespace } = outputs.bookinfo;
  const [istioCa, cacerts, bundle, chains] = await Promise.all([
    readIstioCa(client, secret),
    readSecret(client, secret.namespace, secret.name),
    client.core.readNamespacedConfigMap({ namespace, name: 'istio-ca-root-cert' }),
    workloadRoots(client, outputs, signal),
  ]);
  return {
    istioCa,
    roots: new Map([
      ['cacerts', onlyOf(cacerts['ca.crt'])],
      [`trust bundle of ${namespace}`, onlyOf(bundle.data?.['root-cert.pem'])],
      ...chains,
    ]),
  };
}

async function workloadRoots(client: KubernetesClient, { artifacts, cluster, bookinfo }: Access, signal: AbortSignal) {
  const { namespace } = bookinfo;
  const { items } = await client.core.listNamespacedPod({ namespace });
  const access = { istioctl: artifacts.tools.istioctl, kubeconfig: cluster.kubeconfig, namespace, signal };
  return Promise.all(
    livePods(items)
      .filter((pod) => hasProxy(pod) && pod.status?.phase === 'Running')
      .map(async ({ metadata }: V1Pod) => {
        const workload = metadata?.name ?? '';
        const chain = parsePemBundle((await workloadChainPem({ ...access, workload })) ?? '');
        return [`chain of ${workload}`, chain.at(-1)] as const;
      }),
  );
}

/** A bundle of several roots is that of a mesh whose root is being changed: none of them is the only one. */
function onlyOf(pem: string | undefined): Certificate | undefined {
  const roots = parsePemBundle(pem ?? '');
  return roots.length === 1 ? roots[0] : undefined;
}

/** Whether everybody trusts the root of before, and no other. */
export function checkSameRoot(before: Trust, after: Trust): Check {
  const root = before.roots.get('cacerts');
  const others = [...after.roots].filter(([, found]) => found === undefined || found.sha256 !== root?.sha256);
  // Pods are what would still trust another one: a mesh of which none was read proves nothing.
  const chains = [...after.roots.keys()].filter((place) => place.startsWith('chain of '));
  return checked(root !== undefined && others.length === 0 && chains.length > 0, {
    id: 'upgrade-same-root',
    title: 'The root is the same as before the upgrade',
    expected: `SHA-256 ${root?.sha256 ?? 'of the only root'} in cacerts, the trust bundle and the chain of every pod`,
    observed:
      others.length === 0
        ? `the same in ${[...after.roots.keys()].join(', ')}${chains.length === 0 ? '; no pod has a chain' : ''}`
        : others.map(([place, found]) => `${place}: ${found?.sha256 ?? 'not one root'}`).join(', '),
  });
}

/** Whether the upgrade by itself had Istio's CA issued anew: no project says that a change of its version does. */
export function checkSameIstioCa(present: Certificate, now: Certificate): Check {
  return checked(now.sha256 === present.sha256, {
    id: 'upgrade-same-istio-ca',
    title: "Istio's CA was not issued anew by the upgrade",
    expected: `serial ${present.serialDecimal}, as before`,
    observed: `serial ${now.serialDecimal}`,
  });
}
