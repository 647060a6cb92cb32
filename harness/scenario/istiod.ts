import type { V1ConfigMap, V1Pod } from '@kubernetes/client-node';
import { istiodPods } from '../kubernetes/istiod-cacerts.ts';
import { kubectlExec } from '../kubernetes/kubectl-exec.ts';
import { describePod } from '../kubernetes/pods.ts';
import { resourcePaths } from '../kubernetes/resource-paths.ts';
import { watchUntil } from '../kubernetes/watch-until.ts';
import type { Certificate } from '../pki/certificate.ts';
import { parsePemBundle } from '../pki/pem-bundle.ts';
import { done, notYet, pollUntil } from '../wait/poll-until.ts';
import type { LiveSetUp } from './live-set-up.ts';
import type { SetUpKind } from './set-up-kind.ts';

const crashTimeoutMs = 60_000;
/** The kubelet may take 90 s to bring what istiod shall log about. */
const logTimeoutMs = 120_000;
const mountTimeoutMs = 120_000;
const trustBundle = 'istio-ca-root-cert';
const trustBundleTimeoutMs = 120_000;

/** What an istiod of a scenario's own says of itself, and what its pods show. */
export class Istiod {
  /** Of its pods; also its revision. */
  readonly namespace: string;
  readonly #setUp: LiveSetUp<SetUpKind>;

  constructor(setUp: LiveSetUp<SetUpKind>, namespace: string) {
    this.#setUp = setUp;
    this.namespace = namespace;
  }

  /** The roots that istiod distributes to the namespaces of its mesh, as soon as there are so many. */
  async distributedRoots(count = 1): Promise<readonly Certificate[]> {
    return watchUntil<V1ConfigMap, readonly Certificate[]>(
      this.#setUp.kubernetes,
      { path: resourcePaths.configMaps(this.namespace), name: trustBundle },
      ([bundle]) => {
        const pem = bundle?.data?.['root-cert.pem'];
        const roots = pem ? parsePemBundle(pem) : [];
        return roots.length >= count ? done(roots) : notYet(`${roots.length} roots`);
      },
      { ...this.#setUp.wait, what: `istiod to distribute ${count} in ${trustBundle}`, timeoutMs: trustBundleTimeoutMs },
    );
  }

  /** Waits until the `cacerts` mounted in istiod's pod holds this certificate: the kubelet brings it there. */
  async untilMounted({ pem }: Certificate): Promise<void> {
    const { outputs, wait } = this.#setUp;
    const mounted = () =>
      kubectlExec({
        kubectl: outputs.artifacts.tools.kubectl,
        kubeconfig: outputs.cluster.kubeconfig,
        namespace: this.namespace,
        target: `deployment/istiod-${this.namespace}`,
        container: 'discovery',
        // Without an error while there is none.
        command: ['find', '/etc/cacerts/', '-name', 'tls.crt', '-exec', 'cat', '{}', ';'],
        signal: wait.signal,
      });
    await pollUntil(async () => ((await mounted()).includes(pem.trim()) ? done(undefined) : notYet('it is not')), {
      waitingFor: "the present cacerts to be mounted in istiod's pod",
      timeoutMs: mountTimeoutMs,
      signal: wait.signal,
    });
  }

  /** Waits until istiod keeps crashing. @returns The log of its last run. */
  async crashLog(): Promise<string> {
    const { kubernetes, wait } = this.#setUp;
    await watchUntil<V1Pod, undefined>(
      kubernetes,
      { path: resourcePaths.pods(this.namespace), labelSelector: 'app=istiod' },
      (pods) => (pods.some(isCrashing) ? done(undefined) : notYet(pods.map(describePod).join(', '))),
      { ...wait, what: 'istiod to keep crashing', timeoutMs: crashTimeoutMs },
    );
    return this.log();
  }

  /** How often istiod's containers were restarted, all pods together. */
  async restarts(): Promise<number> {
    const statuses = (await this.#pods()).flatMap(({ status }) => status?.containerStatuses ?? []);
    return statuses.reduce((sum, { restartCount }) => sum + restartCount, 0);
  }

  /** What istiod's pods have logged in their present run, or in the last one when none is going on. */
  async log(): Promise<string> {
    const { core } = this.#setUp.kubernetes;
    const logs = (await this.#pods()).map(({ metadata }) =>
      core.readNamespacedPodLog({ namespace: this.namespace, name: metadata?.name ?? '', container: 'discovery' }),
    );
    return (await Promise.all(logs)).join('\n');
  }

  /** Waits until istiod has logged this. */
  async untilLogged(text: string): Promise<void> {
    await pollUntil(async () => ((await this.log()).includes(text) ? done(undefined) : notYet('not in its log')), {
      waitingFor: `istiod to log "${text}"`,
      timeoutMs: logTimeoutMs,
      signal: this.#setUp.wait.signal,
    });
  }

  /** A metric of istiod's, by its name; undefined while it has none of that name. */
  async metric(name: string): Promise<number | undefined> {
    const [pod] = await this.#pods();
    const page = await this.#setUp.kubernetes.core.connectGetNamespacedPodProxyWithPath({
      namespace: this.namespace,
      name: `${pod?.metadata?.name}:15014`,
      path: 'metrics',
    });
    const line = page.split('\n').find((text) => text.startsWith(`${name} `));
    return line === undefined ? undefined : Number(line.slice(name.length + 1));
  }

  #pods(): Promise<readonly V1Pod[]> {
    return istiodPods(this.#setUp.kubernetes, this.namespace);
  }
}

const isCrashing = ({ status }: V1Pod): boolean =>
  (status?.containerStatuses ?? []).some(({ state }) => state?.waiting?.reason === 'CrashLoopBackOff');
