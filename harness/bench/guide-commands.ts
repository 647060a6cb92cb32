import { stringify } from 'yaml';
import type { ChartReference } from '../artifacts/artifact-source.ts';
import { type IssuerRole, issuerServiceAccount } from '../aws/issuer-role.ts';
import { KindProvider } from '../clusters/kind-provider.ts';
import { issuerValues } from '../flow/steps/issuer-values.ts';
import { awsPcaIssuer } from '../kubernetes/aws-pca-issuer.ts';
import { helmInstallCommand, mergeValues } from '../kubernetes/helm.ts';
import { guideIstioCa, istioCaCertificate } from '../kubernetes/istio-ca-certificate.ts';
import { smallReservations } from '../kubernetes/istio-reservations.ts';
import { istioctlInstallCommand, workloadChainPem } from '../kubernetes/istioctl.ts';
import { parsePemBundle } from '../pki/pem-bundle.ts';
import { workloadChainLength } from '../pki/workload-chain.ts';
import { createCas, createRole } from './guide-aws.ts';
import type { GuideSetUp } from './guide-set-up.ts';
import type { Stopwatch } from './stopwatch.ts';

const kubectlTimeout = '--timeout=180s';
const meshNamespace = 'istio-system';
const issuerName = 'aws-pca-issuer-istio';
const certificateName = 'istio-ca';

/**
 * The guide's commands by hand, one after another, each with the wait that its tool offers for the guide's "ensure that
 * … is running".
 */
export class GuideCommands {
  readonly #setUp: GuideSetUp;
  readonly #stopwatch: Stopwatch;

  constructor(setUp: GuideSetUp, stopwatch: Stopwatch) {
    this.#setUp = setUp;
    this.#stopwatch = stopwatch;
  }

  /** All of the guide, on a new cluster, with CAs of its own. */
  async whole(): Promise<void> {
    await this.#createCluster();
    const { charts } = this.#setUp.options.artifacts;
    await this.#time('helm install cert-manager --wait', () =>
      this.#helm('cert-manager', charts.certManager, { crds: { enabled: true } }),
    );
    const caArn = await this.#time('CAs in AWS', () => createCas(this.#setUp));
    const role = await this.#time('policy and role in AWS', () => createRole(this.#setUp, caArn));
    await this.#time('kubectl apply: service account', () => this.#apply(serviceAccount(role)));
    await this.#time('helm install aws-pca-issuer --wait', () =>
      this.#helm('aws-pca-issuer', charts.issuer, issuerValues(this.#setUp.account, role)),
    );
    await this.#time('kubectl create namespace, apply AWSPCAIssuer, wait', async () => {
      await this.#kubectl('create', 'namespace', meshNamespace);
      const { region } = this.#setUp.account;
      await this.#apply(awsPcaIssuer({ namespace: meshNamespace, name: issuerName }, { arn: caArn, region }));
      await this.#untilReady(`awspcaissuer/${issuerName}`);
    });
    await this.#time('kubectl apply Certificate, wait', async () => {
      const request = { name: certificateName, namespace: meshNamespace, secret: 'cacerts', issuerName };
      await this.#apply(istioCaCertificate({ ...guideIstioCa, ...request }));
      await this.#untilReady(`certificate/${certificateName}`);
    });
    await this.fromIstio();
  }

  /** The guide's steps 7 to 9: Istio, and what comes after it. */
  async fromIstio(): Promise<void> {
    const { artifacts } = this.#setUp.options;
    await this.#time('istioctl install', async () => {
      const { istioctl } = artifacts.tools;
      const settings = [...artifacts.istioSettings, ...smallReservations];
      const [, ...args] = istioctlInstallCommand({ istioctl, kubeconfig: this.#setUp.kubeconfig, settings });
      await this.#setUp.run('istioctl', args);
    });
    await this.#time('kubectl label, apply Bookinfo, wait', async () => {
      await this.#kubectl('label', '--overwrite', 'namespace', 'default', 'istio-injection=enabled');
      await this.#kubectl('apply', '--filename', artifacts.bookinfoManifest);
      await this.#kubectl('wait', '--for=condition=Available', kubectlTimeout, 'deployment', '--all');
    });
    await this.#time("istioctl proxy-config secret, the chain's certificates counted", () => this.#readChain());
  }

  /** Takes away what stands from Istio on, so that steps 7 to 9 can be done again in the same cluster. */
  async removeFromIstio(): Promise<void> {
    await this.#time('kubectl delete, istioctl uninstall', async () => {
      await this.#kubectl('delete', '--filename', this.#setUp.options.artifacts.bookinfoManifest);
      await this.#setUp.run('istioctl', ['uninstall', '--purge', '--skip-confirmation']);
      await this.#kubectl('delete', 'configmap', 'istio-ca-root-cert');
    });
  }

  async deleteCluster(): Promise<void> {
    await this.#time('kind delete cluster', () => this.#setUp.kind('delete', []));
  }

  async #createCluster(): Promise<void> {
    const { options, cluster } = this.#setUp;
    await this.#time('kind create cluster --wait', () =>
      this.#setUp.kind('create', ['--config', this.#setUp.kindConfig, '--wait', '180s']),
    );
    const { imagesToLoad: images } = options.artifacts;
    // Published images that the node image lacks. Where they were built, they are in it.
    if (images.length === 0) return;
    await this.#time('images into the node', () =>
      new KindProvider().loadImages(cluster, { images, signal: options.signal }),
    );
  }

  async #readChain(): Promise<void> {
    const { artifacts, signal } = this.#setUp.options;
    const where = { namespace: 'default', workload: 'deployment/productpage-v1' };
    const { istioctl } = artifacts.tools;
    const pem = await workloadChainPem({ istioctl, kubeconfig: this.#setUp.kubeconfig, ...where, signal });
    const { length } = parsePemBundle(pem ?? '');
    const expected = workloadChainLength(2);
    if (length !== expected) throw new Error(`The pod shows ${length} certificates: expected ${expected}`);
  }

  #time<T>(title: string, work: () => Promise<T>): Promise<T> {
    return this.#stopwatch.time(title, work);
  }

  async #kubectl(...args: readonly string[]): Promise<void> {
    await this.#setUp.run('kubectl', args);
  }

  async #untilReady(object: string): Promise<void> {
    await this.#kubectl('wait', '--namespace', meshNamespace, '--for=condition=Ready', kubectlTimeout, object);
  }

  async #apply(object: object): Promise<void> {
    await this.#setUp.run('kubectl', ['apply', '--filename', '-'], stringify(object));
  }

  async #helm(release: string, chart: ChartReference, values: Readonly<Record<string, unknown>>): Promise<void> {
    const { helm } = this.#setUp.options.artifacts.tools;
    const { kubeconfig } = this.#setUp;
    const { namespace } = issuerServiceAccount;
    const [, ...args] = helmInstallCommand({ helm, kubeconfig, release, namespace, chart });
    await this.#setUp.run('helm', [...args, '--wait'], stringify(mergeValues(chart.values, values)));
  }
}

/** What `eksctl create iamserviceaccount` makes in the cluster. */
function serviceAccount({ roleArn }: IssuerRole): object {
  const annotations = { 'eks.amazonaws.com/role-arn': roleArn };
  return { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { ...issuerServiceAccount, annotations } };
}
