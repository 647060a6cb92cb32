import { podsOf } from '../kubernetes/deployed-pods.ts';
import { readIstioCa, renewIstioCa, type StoredCa, untilChainThrough } from '../kubernetes/istio-ca-renewal.ts';
import { untilIstiodSignsWith } from '../kubernetes/istiod-cacerts.ts';
import { connect } from '../kubernetes/kubernetes-client.ts';
import { restartDeployment, untilFormerPodsEnded } from '../kubernetes/rollout.ts';
import type { WaitListener } from '../kubernetes/watch-until.ts';
import type { Certificate } from '../pki/certificate.ts';
import type { StepOutputs } from './step-outputs.ts';

/** The guide's own example of a workload. */
export const followedWorkload = 'productpage-v1';

/** A renewal of Istio's CA, from its request to a workload. */
export interface FollowedRenewal {
  readonly before: Certificate;
  readonly renewed: Certificate;
  /** When `cacerts` had it. */
  readonly renewedAt: Date;
  /** How long after the request each of them had the new certificate, in ms. */
  readonly afterMs: { readonly cacerts: number; readonly istiod: number; readonly workload: number };
  /** What the workload presents now, its own certificate first. */
  readonly chain: readonly Certificate[];
}

/** Where a run has Istio's CA. */
export const storedCaOf = ({ namespace, certificate, secret }: StepOutputs['istio-ca']): StoredCa => ({
  certificate: { namespace, name: certificate },
  secret: { namespace, name: secret },
});

/**
 * Renews Istio's CA, waits until istiod signs with the new one, and restarts a workload so that it gets a certificate of
 * it: others get theirs when their certificates are due.
 *
 * @throws ComponentError when the request for the renewal fails.
 */
export async function followRenewal(
  outputs: Pick<StepOutputs, 'artifacts' | 'cluster' | 'istio-ca' | 'istio' | 'bookinfo'>,
  wait: WaitListener,
): Promise<FollowedRenewal> {
  const { artifacts, cluster, 'istio-ca': istioCa, istio, bookinfo } = outputs;
  const stored = storedCaOf(istioCa);
  const client = connect(cluster.kubeconfig);
  const before = await readIstioCa(client, stored.secret);
  const startedMs = Date.now();
  const sinceStartMs = () => Date.now() - startedMs;

  const renewed = await renewIstioCa(client, stored, wait);
  const renewedAt = new Date();
  const cacerts = sinceStartMs();
  await untilIstiodSignsWith(client, istio.namespace, renewed, wait);
  const istiod = sinceStartMs();
  const deployment = { namespace: bookinfo.namespace, name: followedWorkload };
  await restartDeployment(client, deployment, wait);
  // By name: istioctl may take `deployment/NAME` for the old pod, which is on its way out and answers no more.
  const pod = (await podsOf(client, deployment)).at(-1)?.metadata?.name ?? '';
  const access = { istioctl: artifacts.tools.istioctl, kubeconfig: cluster.kubeconfig };
  const chain = await untilChainThrough(renewed, { ...access, namespace: bookinfo.namespace, workload: pod }, wait);
  const workload = sinceStartMs();
  // Who reads the chain next goes by the Deployment's name.
  await untilFormerPodsEnded(client, bookinfo.namespace, wait);
  return { before, renewed, renewedAt, afterMs: { cacerts, istiod, workload }, chain };
}
