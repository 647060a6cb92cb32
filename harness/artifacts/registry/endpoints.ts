import { UsageError } from '../../errors/harness-error.ts';

/** Where published things are, one address for each. Each can be replaced by a mirror's. */
export interface Endpoints {
  /** Releases of kind: `<kind>/v0.33.0/kind-linux-amd64`, beside it `….sha256sum`. */
  readonly kind: string;
  /** Releases of Kubernetes: `<kubernetes>/v1.34.4/bin/linux/amd64/kubectl`, beside it `….sha256`. */
  readonly kubernetes: string;
  /** Releases of helm: `<helm>/helm-v3.19.5-linux-amd64.tar.gz`, beside it `….sha256sum`. */
  readonly helm: string;
  /** Releases of Istio: `<istio>/1.31.0/istio-1.31.0-linux-amd64.tar.gz`, beside it `….sha256`. */
  readonly istio: string;
  /** Chart repository with `cert-manager`: `https://…`, or `oci://…`. */
  readonly certManagerCharts: string;
  /** Chart repository with `aws-privateca-issuer`: `https://…`, or `oci://…`. */
  readonly issuerCharts: string;
  /** kind's node images; their tags are versions of Kubernetes. */
  readonly nodeImages: string;
  /** The hub of Istio's and Bookinfo's images; which releases there are is looked up there too. `--istio-hub` wins for Istio's. */
  readonly istioImages: string;
  /** An image with Node.js 24, for the mocked AWS. */
  readonly nodejsImage: string;
}

/** Where each project publishes. */
export const publicEndpoints: Endpoints = {
  // https://kind.sigs.k8s.io/docs/user/quick-start/#installing-from-release-binaries
  kind: 'https://github.com/kubernetes-sigs/kind/releases/download',
  // https://kubernetes.io/docs/tasks/tools/install-kubectl-linux/
  kubernetes: 'https://dl.k8s.io/release',
  // https://helm.sh/docs/intro/install/
  helm: 'https://get.helm.sh',
  // https://istio.io/latest/docs/setup/additional-setup/download-istio-release/
  istio: 'https://github.com/istio/istio/releases/download',
  // https://cert-manager.io/docs/installation/helm/
  certManagerCharts: 'https://charts.jetstack.io',
  // https://github.com/cert-manager/aws-privateca-issuer#setup
  issuerCharts: 'https://cert-manager.github.io/aws-privateca-issuer',
  nodeImages: 'docker.io/kindest/node',
  istioImages: 'docker.io/istio',
  nodejsImage: 'docker.io/library/node:24-bookworm-slim',
};

/** Where a chart is published as well: taken when the public address does not give it. */
export const secondCharts: Readonly<Record<string, string>> = {
  // https://cert-manager.io/docs/installation/helm/#installing-from-the-oci-registry
  [publicEndpoints.certManagerCharts]: 'oci://quay.io/jetstack/charts',
};

/** The public addresses, with those that were configured in their place. @throws UsageError for an unknown name, or no URL. */
export function endpointsWith(configured: Readonly<Record<string, string>>): Endpoints {
  for (const [name, address] of Object.entries(configured)) {
    if (!Object.hasOwn(publicEndpoints, name)) {
      throw new UsageError(`There is no address named ${name} to replace`, {
        remedy: `Their names: ${Object.keys(publicEndpoints).join(', ')}.`,
      });
    }
    if (!imageEndpoints.has(name) && !URL.canParse(address)) {
      throw new UsageError(`The address for ${name} is not a URL: ${address}`);
    }
  }
  const trimmed = Object.entries(configured).map(([name, address]) => [name, address.replace(/\/$/, '')]);
  return { ...publicEndpoints, ...Object.fromEntries(trimmed) };
}

/** These are names of images, not URLs. */
const imageEndpoints = new Set(['nodeImages', 'istioImages', 'nodejsImage']);
