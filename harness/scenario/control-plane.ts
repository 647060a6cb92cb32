import type { KubernetesObject, V1Secret } from '@kubernetes/client-node';
import { apply } from '../kubernetes/apply.ts';
import { renewCertificate } from '../kubernetes/certificate-renewal.ts';
import type { IstioCaRequest } from '../kubernetes/istio-ca-certificate.ts';
import { readIstioCa, untilReplaced } from '../kubernetes/istio-ca-renewal.ts';
import { istioManifest } from '../kubernetes/istio-manifest.ts';
import { smallReservations } from '../kubernetes/istio-reservations.ts';
import { untilIstiodSignsWith } from '../kubernetes/istiod-cacerts.ts';
import { kubectlApply, kubectlDelete } from '../kubernetes/kubectl-objects.ts';
import type { NamedObject } from '../kubernetes/objects.ts';
import { restartDeployment, untilRolledOut } from '../kubernetes/rollout.ts';
import type { SecretData } from '../kubernetes/secrets.ts';
import type { Certificate } from '../pki/certificate.ts';
import { parsePemBundle } from '../pki/pem-bundle.ts';
import { Issuance, secretName } from './issuance.ts';
import { Istiod } from './istiod.ts';
import type { LiveSetUp } from './live-set-up.ts';
import type { SetUpKind } from './set-up-kind.ts';

/** Label of the namespaces that belong to a mesh: its istiod looks at no other. */
const meshLabel = 'istio-pca-e2e/mesh';

/** Has every proxy log the requests it passes, and why one failed. */
export const accessLog = 'meshConfig.accessLogFile=/dev/stdout';

/**
 * An istiod of a scenario's own, beside those of other scenarios: it has a namespace and a revision of its own, and
 * sees only the namespaces of its mesh. Everything it consists of is removed with the test.
 *
 * @see https://istio.io/latest/docs/setup/install/multiple-controlplanes/
 */
export class ControlPlane {
  /** Name of istiod's namespace, and of its revision. */
  readonly namespace: string;
  /** The guide's steps 5 and 6 in istiod's namespace. */
  readonly issuance: Issuance;
  readonly istiod: Istiod;
  readonly #setUp: LiveSetUp<SetUpKind>;

  private constructor(setUp: LiveSetUp<SetUpKind>, namespace: string) {
    this.#setUp = setUp;
    this.namespace = namespace;
    this.issuance = new Issuance(setUp, namespace);
    this.istiod = new Istiod(setUp, namespace);
  }

  /** Makes istiod's namespace, without istiod: what it shall find there is put there first. */
  static async prepare(setUp: LiveSetUp<SetUpKind>, purpose: string): Promise<ControlPlane> {
    const namespace = await setUp.createNamespace(purpose);
    const plane = new ControlPlane(setUp, namespace);
    await plane.label(namespace, {});
    return plane;
  }

  /** Makes a namespace of this mesh; its pods get sidecars. */
  async createWorkloadNamespace(): Promise<string> {
    const namespace = await this.createPlainNamespace();
    await this.injectInto(namespace);
    return namespace;
  }

  /** Makes a namespace of this mesh whose pods get no sidecars. */
  async createPlainNamespace(): Promise<string> {
    const namespace = await this.#setUp.createNamespace(`${this.namespace}-work`);
    await this.label(namespace, {});
    return namespace;
  }

  /** Labels a namespace, as `istio-injection=enabled` does where there is one istiod: pods made from now on get sidecars. */
  async injectInto(namespace: string): Promise<void> {
    await this.label(namespace, { 'istio.io/rev': this.namespace });
  }

  /** Puts a namespace into this mesh, with these labels. */
  async label(name: string, labels: Readonly<Record<string, string>>): Promise<void> {
    const metadata = { name, labels: { [meshLabel]: this.namespace, ...labels } };
    await apply(this.#setUp.kubernetes, { apiVersion: 'v1', kind: 'Namespace', metadata });
  }

  /** Has AWS PCA issue Istio's CA into `cacerts`, as the guide does before it installs Istio. */
  async plugIn(request: Partial<IstioCaRequest> = {}): Promise<void> {
    await this.issuance.applyIssuer();
    await this.issuance.applyCertificate(request);
    await this.issuance.certificateReady();
  }

  /** Istio's CA, as `cacerts` holds it now. */
  istioCa(): Promise<Certificate> {
    return readIstioCa(this.#setUp.kubernetes, this.#secret);
  }

  /** Has cert-manager renew Istio's CA. @returns The new one. */
  async renew(): Promise<Certificate> {
    const { kubernetes, wait } = this.#setUp;
    const present = await this.istioCa();
    await renewCertificate(kubernetes, this.issuance.certificate);
    return untilReplaced(kubernetes, this.#secret, present, wait);
  }

  /** Renews Istio's CA, and waits until istiod signs with the new one. */
  async renewAndTake(): Promise<Certificate> {
    const { kubernetes, wait } = this.#setUp;
    const renewed = await this.renew();
    await untilIstiodSignsWith(kubernetes, this.namespace, renewed, wait);
    return renewed;
  }

  /** Makes a secret in istiod's namespace by hand, as those do who copy a CA from elsewhere. */
  async putSecret(name: string, data: SecretData): Promise<void> {
    await apply(this.#setUp.kubernetes, {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { namespace: this.namespace, name },
      stringData: data,
    } as V1Secret);
  }

  /** Changes `cacerts` by hand, and waits until istiod signs with it and distributes its roots. */
  async takes({ 'tls.crt': tlsCrt = '', 'ca.crt': roots = '', ...others }: SecretData): Promise<void> {
    const { kubernetes, wait } = this.#setUp;
    await this.putSecret(secretName, { ...others, 'tls.crt': tlsCrt, 'ca.crt': roots });
    const [istioCa] = parsePemBundle(tlsCrt, 'tls.crt');
    if (istioCa !== undefined) await untilIstiodSignsWith(kubernetes, this.namespace, istioCa, wait);
    await this.istiod.distributedRoots(parsePemBundle(roots, 'ca.crt').length);
  }

  /** Installs istiod, and does not wait for it. @param settings - Further `--set` assignments. */
  async install(settings: readonly string[] = []): Promise<void> {
    const { run, outputs, wait } = this.#setUp;
    const objects = await istioManifest({
      istioctl: outputs.artifacts.tools.istioctl,
      settings: [
        ...outputs.artifacts.istioSettings,
        ...smallReservations,
        ...run.options.istioSettings,
        'profile=minimal',
        'values.pilot.autoscaleEnabled=false',
        `revision=${this.namespace}`,
        `values.global.istioNamespace=${this.namespace}`,
        `meshConfig.discoverySelectors[0].matchLabels.${meshLabel.replaceAll('.', '\\.')}=${this.namespace}`,
        ...settings,
      ],
      signal: wait.signal,
    });
    // The definitions are the same for every revision, and stay. What else is outside of the namespace goes with the test.
    const clusterWide = objects.filter(
      ({ kind, metadata }) => metadata?.namespace === undefined && kind !== 'CustomResourceDefinition',
    );
    const kubectl = { kubectl: outputs.artifacts.tools.kubectl, kubeconfig: outputs.cluster.kubeconfig };
    this.#setUp.onCleanUp(() => kubectlDelete({ ...kubectl, signal: wait.signal }, clusterWide));
    await kubectlApply({ ...kubectl, signal: wait.signal }, objects);
  }

  /** Installs istiod and waits until it serves. In its mesh nothing passes in plain text: an answer is proof of mutual TLS. */
  async start(settings: readonly string[] = []): Promise<void> {
    await this.install(settings);
    await untilRolledOut(this.#setUp.kubernetes, this.#deployment, this.#setUp.wait);
    await apply(this.#setUp.kubernetes, strictMutualTls(this.namespace));
  }

  /** Replaces istiod's pod. */
  async restart(): Promise<void> {
    await restartDeployment(this.#setUp.kubernetes, this.#deployment, this.#setUp.wait);
  }

  get #secret(): NamedObject {
    return { namespace: this.namespace, name: secretName };
  }

  get #deployment(): NamedObject {
    return { namespace: this.namespace, name: `istiod-${this.namespace}` };
  }
}

/** @see https://istio.io/latest/docs/tasks/security/authentication/authn-policy/#globally-enabling-istio-mutual-tls-in-strict-mode */
function strictMutualTls(namespace: string): KubernetesObject & { readonly spec: object } {
  return {
    apiVersion: 'security.istio.io/v1',
    kind: 'PeerAuthentication',
    metadata: { namespace, name: 'default' },
    spec: { mtls: { mode: 'STRICT' } },
  };
}
