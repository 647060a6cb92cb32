import type { V1DaemonSet } from '@kubernetes/client-node';
import { podsReady } from '../kubernetes/pods.ts';
import { resourcePaths } from '../kubernetes/resource-paths.ts';
import { watchUntil } from '../kubernetes/watch-until.ts';
import { done, notYet, pollUntil } from '../wait/poll-until.ts';
import type { ControlPlane } from './control-plane.ts';
import type { LiveSetUp } from './live-set-up.ts';
import type { SetUpKind } from './set-up-kind.ts';

const daemonSetTimeoutMs = 180_000;
const labelSelector = 'app=ztunnel';
const logTimeoutMs = 60_000;

/** Ambient mode: in place of sidecars one ztunnel on every node, to which istio-cni leads the pods' traffic. */
export class AmbientMesh {
  readonly #setUp: LiveSetUp<SetUpKind>;
  readonly #plane: ControlPlane;

  private constructor(setUp: LiveSetUp<SetUpKind>, plane: ControlPlane) {
    this.#setUp = setUp;
    this.#plane = plane;
  }

  /** Installs it with this istiod, and waits until every node has its part. */
  static async start(setUp: LiveSetUp<SetUpKind>, plane: ControlPlane): Promise<AmbientMesh> {
    await plane.start(['profile=ambient']);
    const mesh = new AmbientMesh(setUp, plane);
    await Promise.all(['istio-cni-node', 'ztunnel'].map((name) => mesh.#onEveryNode(name)));
    return mesh;
  }

  /** Makes a namespace whose pods are in the mesh. */
  async createNamespace(): Promise<string> {
    const namespace = await this.#plane.createPlainNamespace();
    await this.#plane.label(namespace, { 'istio.io/dataplane-mode': 'ambient' });
    return namespace;
  }

  /** Replaces every ztunnel. */
  async restartZtunnel(): Promise<void> {
    const { kubernetes, wait } = this.#setUp;
    const ztunnels = { namespace: this.#plane.namespace, labelSelector };
    const { items } = await kubernetes.core.listNamespacedPod(ztunnels);
    await kubernetes.core.deleteCollectionNamespacedPod(ztunnels);
    const target = { path: resourcePaths.pods(ztunnels.namespace), labelSelector };
    const options = { ...wait, what: 'new ztunnels to be ready', timeoutMs: daemonSetTimeoutMs };
    await watchUntil(kubernetes, target, podsReady(items.length), options);
  }

  /** Waits until a ztunnel has logged this. */
  async ztunnelLogs(expression: RegExp): Promise<void> {
    await pollUntil(
      async () => (expression.test(await this.ztunnelLog()) ? done(undefined) : notYet('not in its log')),
      { waitingFor: `ztunnel to log ${expression}`, timeoutMs: logTimeoutMs, signal: this.#setUp.wait.signal },
    );
  }

  /** What the ztunnels have logged. */
  async ztunnelLog(): Promise<string> {
    const { core } = this.#setUp.kubernetes;
    const { namespace } = this.#plane;
    const { items } = await core.listNamespacedPod({ namespace, labelSelector });
    const logs = items.map(({ metadata }) => core.readNamespacedPodLog({ namespace, name: metadata?.name ?? '' }));
    return (await Promise.all(logs)).join('\n');
  }

  async #onEveryNode(name: string): Promise<void> {
    const { namespace } = this.#plane;
    await watchUntil<V1DaemonSet, undefined>(
      this.#setUp.kubernetes,
      { path: resourcePaths.daemonSets(namespace), name },
      ([daemonSet]) => {
        const { desiredNumberScheduled: nodes = 0, numberReady = 0 } = daemonSet?.status ?? {};
        return nodes > 0 && numberReady === nodes ? done(undefined) : notYet(`${numberReady} of ${nodes} ready`);
      },
      { ...this.#setUp.wait, what: `${name} to be ready on every node`, timeoutMs: daemonSetTimeoutMs },
    );
  }
}
