import {
  fromNow,
  type GuideChain,
  guideWishes,
  type Issued,
  issue,
  makeGuideChain,
  pemOf,
} from '../../pki/test-chain.ts';
import type { ClusterEvidence, ObjectFacts, PodFacts } from '../cluster-evidence.ts';
import type { Evidence } from '../evidence.ts';

/** A healthy set-up as evidence, shaped as gathered from one, and the certificates in it. For tests. */
export interface HealthySetUp {
  readonly evidence: Evidence & { readonly cluster: ClusterEvidence };
  readonly chain: GuideChain;
  /** The same names, other keys: what comes from elsewhere. */
  readonly other: GuideChain;
  /** What was there before a renewal: another CA for Istio under the same CA in AWS, and a certificate of it. */
  readonly before: { readonly istioCa: Issued; readonly leaf: Issued };
  /** What istiod makes without `cacerts`: a CA of its own, and a certificate of it. */
  readonly own: { readonly root: Issued; readonly leaf: Issued };
}

export const account = '123456789012';
export const issuingCa = `arn:aws:acm-pca:us-east-1:${account}:certificate-authority/e4e9c5fa-8500-4f30-b9a1-bed7aca3aa73`;
export const issuerName = 'aws-pca-issuer-istio';

const hourMs = 3_600_000;
/** Kubernetes and AWS count whole seconds. */
export const agoIso = (ms: number): string => fromNow(-ms).toISOString().replace('.000Z', 'Z');

export async function healthySetUp(): Promise<HealthySetUp> {
  const [chain, other] = await Promise.all([makeGuideChain(), makeGuideChain()]);
  const istioCa = await issue({ ...guideWishes.istioCa, serialHex: '0b' }, chain.subordinate);
  const root = await issue({ ...guideWishes.root, subject: 'O=cluster.local' });
  const evidence = {
    gatheredAt: agoIso(0),
    errors: [],
    machine: { inotifyInstances: 8_192, inotifyWatches: 524_288, nodeContainers: 1, nodeLog: [] },
    cluster: clusterOf(chain),
    aws: {
      authorities: [
        {
          arn: issuingCa,
          status: 'ACTIVE',
          certificates: pemOf([chain.subordinate.certificate, chain.root.certificate]),
        },
      ],
      journal: [],
      probes: [],
    },
    unreadable: [],
  };
  return {
    evidence,
    chain,
    other,
    before: { istioCa, leaf: await issue(guideWishes.leaf, istioCa) },
    own: { root, leaf: await issue(guideWishes.leaf, root) },
  };
}

export function objectOf(namespace: string, name: string, labels: Readonly<Record<string, string>> = {}): ObjectFacts {
  return { namespace, name, createdAt: agoIso(hourMs), labels };
}

export function podOf(
  namespace: string,
  name: string,
  labels: Readonly<Record<string, string>>,
  ...containers: readonly string[]
): PodFacts {
  return {
    ...objectOf(namespace, name, labels),
    summary: `${containers.length}/${containers.length} Running`,
    isReady: true,
    isFinished: false,
    isLeaving: false,
    isOnHostNetwork: false,
    subPathSecrets: [],
    containers: containers.map((container) => ({
      name: container,
      ready: true,
      restarts: 0,
      startedAt: agoIso(hourMs),
      waiting: '',
      lastEnd: '',
    })),
  };
}

const bookinfo = { app: 'details', version: 'v1' };

function clusterOf({ root, subordinate, istioCa, leaf }: GuideChain): ClusterEvidence {
  const issuerRef = { group: 'awspca.cert-manager.io', kind: 'AWSPCAIssuer', name: issuerName };
  const ready = (reason: string) => [{ type: 'Ready', status: 'True', reason, message: '' }];
  const tlsCrt = pemOf([istioCa.certificate, subordinate.certificate]);
  const rootPem = pemOf([root.certificate]);
  const deployment = (namespace: string, name: string, labels: Readonly<Record<string, string>>) => ({
    ...objectOf(namespace, name, labels),
    asked: 1,
    ready: 1,
    serviceAccount: name,
    awsSettings: {},
  });
  return {
    namespaces: [
      { ...objectOf('', 'default', { 'istio-injection': 'enabled' }), isLeaving: false },
      ...['cert-manager', 'istio-system', 'kube-system'].map((name) => ({ ...objectOf('', name), isLeaving: false })),
    ],
    pcaIssuers: [
      {
        ...objectOf('istio-system', issuerName),
        kind: 'AWSPCAIssuer',
        arn: issuingCa,
        region: 'us-east-1',
        templateName: '',
        conditions: ready('Verified'),
      },
    ],
    issuers: [],
    certificates: [
      {
        ...objectOf('istio-system', 'istio-ca'),
        issuerRef,
        secretName: 'cacerts',
        isCa: true,
        duration: '2160h',
        renewBefore: '360h',
        renewBeforePercentage: null,
        wantsNameConstraints: false,
        revision: 1,
        lastFailureTime: null,
        notAfter: istioCa.certificate.notAfter.toISOString(),
        renewalTime: null,
        conditions: ready('Ready'),
      },
    ],
    certificateRequests: [
      {
        ...objectOf('istio-system', 'istio-ca-1'),
        issuerRef,
        certificateName: 'istio-ca',
        revision: 1,
        isCa: true,
        failureTime: null,
        wantsNameConstraints: false,
        certificate: tlsCrt,
        conditions: [{ type: 'Approved', status: 'True' }, ...ready('Issued')],
      },
    ],
    deployments: [
      deployment('cert-manager', 'cert-manager', {
        'app.kubernetes.io/name': 'cert-manager',
        'app.kubernetes.io/component': 'controller',
      }),
      deployment('cert-manager', 'cert-manager-webhook', { 'app.kubernetes.io/name': 'webhook' }),
      {
        ...deployment('cert-manager', 'aws-pca-issuer-aws-privateca-issuer', {
          'app.kubernetes.io/name': 'aws-privateca-issuer',
        }),
        serviceAccount: 'aws-pca-issuer',
        awsSettings: { AWS_ROLE_ARN: `arn:aws:iam::${account}:role/aws-pca-issuer` },
      },
      deployment('istio-system', 'istiod', { app: 'istiod' }),
      deployment('kube-system', 'coredns', { 'k8s-app': 'kube-dns' }),
    ],
    pods: [
      podOf('istio-system', 'istiod-1', { app: 'istiod' }, 'discovery'),
      podOf('default', 'details-1', bookinfo, 'istio-proxy', 'details'),
      podOf('default', 'ratings-1', { ...bookinfo, app: 'ratings' }, 'istio-proxy', 'ratings'),
    ],
    secrets: [
      {
        ...objectOf('istio-system', 'cacerts'),
        type: 'kubernetes.io/tls',
        changedAt: agoIso(hourMs),
        keys: ['ca.crt', 'tls.crt', 'tls.key'],
        emptyKeys: [],
        certificates: { 'tls.crt': tlsCrt, 'ca.crt': rootPem },
        keyFits: true,
      },
    ],
    trustBundles: [{ namespace: 'default', pem: rootPem }],
    webhooks: [
      {
        ...objectOf('', 'cert-manager-webhook'),
        kind: 'ValidatingWebhookConfiguration',
        caSecret: 'cert-manager/cert-manager-webhook-ca',
        hooks: [{ name: 'webhook.cert-manager.io', caBundle: rootPem }],
      },
    ],
    approvers: [],
    events: [],
    logs: [
      {
        component: 'istiod',
        namespace: 'istio-system',
        pod: 'istiod-1',
        container: 'discovery',
        previous: false,
        lines: ['2026-11-24T11:00:00.561573Z\tinfo\tUse local CA certificate'],
      },
    ],
    istiods: [
      {
        namespace: 'istio-system',
        pod: 'istiod-1',
        revision: 'default',
        servedChain: pemOf([leaf, istioCa, subordinate, root].map(({ certificate }) => certificate)),
        expiryMetricSeconds: istioCa.certificate.notAfter.getTime() / 1_000,
      },
    ],
    proxies: ['details-1', 'ratings-1'].map((pod) => ({
      namespace: 'default',
      pod,
      chain: pemOf([leaf, istioCa, subordinate, root, root].map(({ certificate }) => certificate)),
      roots: rootPem,
    })),
  };
}
