import { PatchStrategy } from '@kubernetes/client-node';
import { ComponentError } from '../errors/harness-error.ts';
import { fieldManager } from '../kubernetes/apply.ts';
import { podsOf } from '../kubernetes/deployed-pods.ts';
import { untilChainThrough } from '../kubernetes/istio-ca-renewal.ts';
import { workloadChainPem } from '../kubernetes/istioctl.ts';
import { kubectlExec } from '../kubernetes/kubectl-exec.ts';
import { scaleDeployment } from '../kubernetes/scale-deployment.ts';
import type { Certificate } from '../pki/certificate.ts';
import { parsePemBundle } from '../pki/pem-bundle.ts';
import { done, notYet, pollUntil } from '../wait/poll-until.ts';
import { type EndpointCounters, endpointCounters } from './endpoint-counters.ts';
import type { LiveSetUp } from './live-set-up.ts';

const answerTimeoutMs = 30_000;

/** A pod of Bookinfo's, and where it is reached. */
export interface BookinfoPod {
  readonly name: string;
  readonly address: string;
}

/** One of Bookinfo's Deployments, to which pods are added while it serves. */
export class BookinfoDeployment {
  readonly namespace: string;
  readonly name: string;
  readonly #setUp: LiveSetUp<'mesh'>;

  constructor(setUp: LiveSetUp<'mesh'>, name: string) {
    this.#setUp = setUp;
    this.namespace = setUp.outputs.bookinfo.namespace;
    this.name = name;
  }

  /** The pods that are not on their way out, oldest first. */
  async pods(): Promise<readonly BookinfoPod[]> {
    const pods = await podsOf(this.#setUp.kubernetes, this);
    return pods.map(({ metadata, status }) => ({ name: metadata?.name ?? '', address: status?.podIP ?? '' }));
  }

  /** Adds one pod and waits until it serves; it goes again with the test. The other pods are left alone. */
  async addPod(): Promise<BookinfoPod> {
    const before = await this.pods();
    await this.#scaleTo(before.length + 1);
    this.#setUp.onCleanUp(() => this.#scaleTo(before.length));
    const added = (await this.pods()).find(({ name }) => !before.some((known) => known.name === name));
    if (added === undefined) throw new ComponentError(`Deployment ${this.name} was scaled up and has no new pod`);
    await this.#goesFirst(added);
    return added;
  }

  /** What the pod's proxy presents: the workload's certificate first. */
  async chain({ name }: BookinfoPod): Promise<readonly Certificate[]> {
    const pem = await workloadChainPem({ ...this.#proxyOf(name), signal: this.#setUp.wait.signal });
    return parsePemBundle(pem ?? '', `the chain of ${name}`);
  }

  /** Waits until the pod presents a chain through this CA of Istio's. */
  chainThrough(istioCa: Certificate, { name }: BookinfoPod): Promise<readonly Certificate[]> {
    return untilChainThrough(istioCa, this.#proxyOf(name), this.#setUp.wait);
  }

  /** Waits until the proxy of one of this Deployment's pods has had requests answered by a pod. @returns What it counted. */
  async untilAnsweredBy(pod: BookinfoPod): Promise<EndpointCounters> {
    return pollUntil(
      async () => {
        const counters = await this.countersTo(pod);
        return counters.answered > 0 ? done(counters) : notYet(JSON.stringify(counters));
      },
      {
        waitingFor: `${pod.name} to answer ${this.name}`,
        timeoutMs: answerTimeoutMs,
        signal: this.#setUp.wait.signal,
      },
    );
  }

  /** What the proxy of one of this Deployment's pods has counted for its connections to a pod. */
  async countersTo(pod: BookinfoPod): Promise<EndpointCounters> {
    const { outputs, wait } = this.#setUp;
    const clusters = await kubectlExec({
      kubectl: outputs.artifacts.tools.kubectl,
      kubeconfig: outputs.cluster.kubeconfig,
      namespace: this.namespace,
      target: `deployment/${this.name}`,
      container: 'istio-proxy',
      command: ['pilot-agent', 'request', 'GET', 'clusters'],
      signal: wait.signal,
    });
    return endpointCounters(clusters, pod.address);
  }

  #proxyOf(workload: string) {
    const { artifacts, cluster } = this.#setUp.outputs;
    const { istioctl } = artifacts.tools;
    return { istioctl, kubeconfig: cluster.kubeconfig, namespace: this.namespace, workload };
  }

  async #scaleTo(replicas: number): Promise<void> {
    await scaleDeployment(this.#setUp.kubernetes, this, replicas, this.#setUp.wait);
  }

  /**
   * Has a pod be the one that goes when there are fewer again.
   * @see https://kubernetes.io/docs/concepts/workloads/controllers/replicaset/#pod-deletion-cost
   */
  async #goesFirst({ name }: BookinfoPod): Promise<void> {
    const annotations = { 'controller.kubernetes.io/pod-deletion-cost': '-1' };
    await this.#setUp.kubernetes.objects.patch(
      { apiVersion: 'v1', kind: 'Pod', metadata: { namespace: this.namespace, name, annotations } },
      undefined,
      undefined,
      fieldManager,
      undefined,
      PatchStrategy.MergePatch,
    );
  }
}
