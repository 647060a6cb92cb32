import type { V1Container, V1Pod } from '@kubernetes/client-node';
import { ComponentError } from '../errors/harness-error.ts';
import { apply } from '../kubernetes/apply.ts';
import { untilChainThrough } from '../kubernetes/istio-ca-renewal.ts';
import { workloadChainPem } from '../kubernetes/istioctl.ts';
import { kubectlExec } from '../kubernetes/kubectl-exec.ts';
import type { NamedObject } from '../kubernetes/objects.ts';
import { livePods, readyContainers } from '../kubernetes/pods.ts';
import { restartDeployment, untilRolledOut } from '../kubernetes/rollout.ts';
import type { Certificate } from '../pki/certificate.ts';
import { parsePemBundle } from '../pki/pem-bundle.ts';
import { done, notYet, pollUntil } from '../wait/poll-until.ts';
import type { LiveSetUp } from './live-set-up.ts';
import { ratingsContainer } from './ratings-container.ts';
import type { SetUpKind } from './set-up-kind.ts';

const answerTimeoutMs = 30_000;
const port = 9080;

/** What a request through the mesh was answered: by the service, or by the proxy when it could not be reached. */
export interface Answer {
  /** HTTP status; 0 when the connection was refused or broke. */
  readonly status: number;
  /** Or curl's words for why there was no answer. */
  readonly body: string;
}

/** A small service that also calls others: Bookinfo's ratings under a name of a scenario's own. */
export class Workload {
  readonly namespace: string;
  readonly name: string;
  readonly #setUp: LiveSetUp<SetUpKind>;

  private constructor(setUp: LiveSetUp<SetUpKind>, namespace: string, name: string) {
    this.#setUp = setUp;
    this.namespace = namespace;
    this.name = name;
  }

  /** Deploys it and waits until it serves. @param annotations - Of its pod: what it asks of its proxy. */
  static async deploy(
    setUp: LiveSetUp<SetUpKind>,
    namespace: string,
    name: string,
    annotations: Readonly<Record<string, string>> = {},
  ): Promise<Workload> {
    const container = await ratingsContainer(setUp.outputs.artifacts.bookinfoManifest);
    await apply(setUp.kubernetes, ...objects({ namespace, name }, container, annotations));
    await untilRolledOut(setUp.kubernetes, { namespace, name }, setUp.wait);
    return new Workload(setUp, namespace, name);
  }

  /** Replaces its pod, as `kubectl rollout restart` does. */
  async restart(): Promise<void> {
    await restartDeployment(this.#setUp.kubernetes, this, this.#setUp.wait);
  }

  /** Ready and all containers of its pod: `2/2` with a sidecar. */
  async containers(): Promise<string> {
    const { ready, all } = readyContainers(await this.#pod());
    return `${ready}/${all}`;
  }

  /** What its proxy presents: the workload's certificate first. */
  async chain(): Promise<readonly Certificate[]> {
    const { outputs, wait } = this.#setUp;
    const pem = await workloadChainPem({
      istioctl: outputs.artifacts.tools.istioctl,
      kubeconfig: outputs.cluster.kubeconfig,
      namespace: this.namespace,
      workload: await this.podName(),
      signal: wait.signal,
    });
    if (pem === undefined) throw new ComponentError(`The proxy of ${this.namespace}/${this.name} has no certificate`);
    return parsePemBundle(pem);
  }

  /** Waits until its proxy presents a chain through this CA of Istio's. */
  async untilChainThrough(istioCa: Certificate): Promise<readonly Certificate[]> {
    const { outputs, wait } = this.#setUp;
    const { artifacts, cluster } = outputs;
    const access = { istioctl: artifacts.tools.istioctl, kubeconfig: cluster.kubeconfig };
    const proxy = { ...access, namespace: this.namespace, workload: await this.podName() };
    return untilChainThrough(istioCa, proxy, wait);
  }

  /**
   * Calls another workload until a call ends with 503 because the proxies do not trust each other, as its own proxy has
   * logged. The first ones may end so because it does not know the other yet.
   */
  async untilDistrusts(other: Workload): Promise<void> {
    const { kubernetes, wait } = this.#setUp;
    const container = { namespace: this.namespace, name: await this.podName(), container: 'istio-proxy' };
    await pollUntil(
      async () => {
        const { status, body } = await this.call(other);
        if (status !== 503) return notYet(`${status} ${body}`);
        const log = await kubernetes.core.readNamespacedPodLog(container);
        return log.includes('CERTIFICATE_VERIFY_FAILED') ? done(undefined) : notYet('503 for another reason');
      },
      {
        waitingFor: `the proxy of ${this.name} not to trust that of ${other.name}`,
        timeoutMs: answerTimeoutMs,
        signal: wait.signal,
      },
    );
  }

  /** Calls another workload until it gets such an answer: a proxy takes a moment to learn of a new pod. */
  async untilAnswered(by: Workload, isAsWanted: (answer: Answer) => boolean): Promise<Answer> {
    return pollUntil(
      async () => {
        const answer = await this.call(by);
        return isAsWanted(answer) ? done(answer) : notYet(`${answer.status} ${answer.body}`);
      },
      {
        waitingFor: `the wanted answer of ${by.name} to ${this.name}`,
        timeoutMs: answerTimeoutMs,
        signal: this.#setUp.wait.signal,
      },
    );
  }

  /** One request to another workload, through both proxies. */
  async call({ name, namespace }: Workload): Promise<Answer> {
    const { outputs, wait } = this.#setUp;
    const url = `http://${name}.${namespace}:${port}/ratings/0`;
    const printed = await kubectlExec({
      kubectl: outputs.artifacts.tools.kubectl,
      kubeconfig: outputs.cluster.kubeconfig,
      namespace: this.namespace,
      target: await this.podName(),
      container: this.name,
      command: ['sh', '-c', request, 'request', url],
      signal: wait.signal,
    });
    const [status, ...body] = printed.split('\n').toReversed();
    return { status: Number(status), body: body.toReversed().join('\n') };
  }

  /** Not its Deployment's: that may be a pod on its way out. */
  async podName(): Promise<string> {
    return (await this.#pod()).metadata?.name ?? '';
  }

  async #pod(): Promise<V1Pod> {
    const { items } = await this.#setUp.kubernetes.core.listNamespacedPod({
      namespace: this.namespace,
      labelSelector: `app=${this.name}`,
    });
    const [pod] = livePods(items);
    if (pod === undefined) throw new ComponentError(`${this.namespace}/${this.name} has no pod`);
    return pod;
  }
}

/** An answer of any kind ends well, and so does its lack; curl's absence (126, 127) does not. */
const request = String.raw`
curl --silent --show-error --max-time 10 --write-out '\n%{http_code}' "$1" 2>&1 || [ $? -lt 126 ]`;

function objects({ namespace, name }: NamedObject, container: V1Container, annotations: object) {
  const labels = { app: name, version: 'v1' };
  const metadata = { name, namespace, labels };
  return [
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata,
      spec: { selector: { app: name }, ports: [{ name: 'http', port }] },
    },
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata,
      spec: {
        selector: { matchLabels: { app: name } },
        template: {
          metadata: { labels, annotations },
          spec: { serviceAccountName: name, containers: [{ ...container, name }] },
        },
      },
    },
  ];
}
