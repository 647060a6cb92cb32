import { fromNow, pemOf } from '../../pki/test-chain.ts';
import type { ProxyFacts } from '../cluster-evidence.ts';
import type { Evidence } from '../evidence.ts';
import { logOf, withCluster, withIstiod, withSecret } from './change-evidence.ts';
import type { Example } from './example.ts';
import { agoIso, type HealthySetUp, podOf } from './healthy-evidence.ts';

const minuteMs = 60_000;

/** The healthy secret with other certificates in it. */
function holding(
  healthy: HealthySetUp,
  certificates: Readonly<Record<string, string>>,
  keys?: readonly string[],
): Evidence {
  return withSecret(healthy, { certificates, ...(keys ? { keys } : {}) });
}

/** With proxies of which the first is of another mesh CA. */
function withProxies(healthy: HealthySetUp, first: Partial<ProxyFacts>): Evidence {
  const [one, ...others] = healthy.evidence.cluster.proxies;
  return withCluster(healthy, { proxies: one === undefined ? [] : [{ ...one, ...first }, ...others] });
}

const chainBefore = ({ before, chain }: HealthySetUp) =>
  pemOf([before.leaf, before.istioCa, chain.subordinate, chain.root].map(({ certificate }) => certificate));

export const meshExamples: readonly Example[] = [
  {
    id: 'ca-crt-not-root',
    names: 'CN=Guide Subordinate CA',
    evidence: (healthy) =>
      holding(healthy, {
        'tls.crt': pemOf([healthy.chain.istioCa.certificate]),
        'ca.crt': pemOf([healthy.chain.subordinate.certificate]),
      }),
  },
  {
    id: 'cacerts-mixed-formats',
    names: 'tls.crt, tls.key and root-cert.pem',
    evidence: (healthy) => withSecret(healthy, { keys: ['tls.crt', 'tls.key', 'root-cert.pem'] }),
  },
  {
    id: 'cacerts-incomplete',
    when: 'a key is missing',
    names: 'no ca.crt',
    evidence: (healthy) => withSecret(healthy, { keys: ['tls.crt', 'tls.key'] }),
  },
  {
    id: 'cacerts-incomplete',
    when: 'a key is empty',
    names: 'an empty ca.crt',
    evidence: (healthy) => withSecret(healthy, { emptyKeys: ['ca.crt'] }),
  },
  {
    id: 'cacerts-root-mismatch',
    when: 'the root is another one',
    names: 'in tls.crt a chain that ends at CN=Guide Subordinate CA',
    evidence: (healthy) =>
      holding(healthy, {
        'tls.crt': pemOf([healthy.chain.istioCa.certificate, healthy.chain.subordinate.certificate]),
        'ca.crt': pemOf([healthy.other.root.certificate]),
      }),
  },
  {
    id: 'cacerts-root-mismatch',
    when: 'the key is another one',
    names: 'a private key that is not the one of CN=istio-ca',
    evidence: (healthy) => withSecret(healthy, { keyFits: false }),
  },
  {
    id: 'cacerts-misplaced',
    names: 'Secret istio-system/istio-ca-tls',
    evidence: (healthy) => {
      const { secrets, certificates } = healthy.evidence.cluster;
      return withCluster(healthy, {
        secrets: secrets.map((secret) => ({ ...secret, name: 'istio-ca-tls' })),
        certificates: certificates.map((certificate) => ({ ...certificate, secretName: 'istio-ca-tls' })),
        logs: [
          logOf(
            'istiod',
            'istio-system',
            'istiod-1',
            '2026-11-24T11:00:00Z\tinfo\tUse self-signed certificate as the CA certificate',
          ),
        ],
      });
    },
  },
  {
    id: 'cacerts-after-istiod',
    names: /Pod istio-system\/istiod-1 started at \S+, Secret istio-system\/cacerts was created at/,
    evidence: (healthy) => {
      const { secrets } = healthy.evidence.cluster;
      // Under a CA of its own istiod shows its certificate alone.
      const signed = withIstiod(healthy, { servedChain: pemOf([healthy.own.leaf.certificate]) });
      return {
        ...signed,
        cluster: signed.cluster && {
          ...signed.cluster,
          trustBundles: [{ namespace: 'istio-system', pem: pemOf([healthy.own.root.certificate]) }],
          secrets: secrets.map((secret) => ({ ...secret, createdAt: agoIso(minuteMs), changedAt: agoIso(minuteMs) })),
        },
      };
    },
  },
  {
    id: 'root-changed-single-root',
    names: 'goes on with the old CA',
    evidence: (healthy) => {
      const { leaf, istioCa, subordinate, root } = healthy.other;
      return withIstiod(healthy, {
        servedChain: pemOf([leaf, istioCa, subordinate, root].map(({ certificate }) => certificate)),
      });
    },
  },
  {
    id: 'istiod-stale-cacerts',
    names: 'still signs with the old CA',
    evidence: (healthy) => withIstiod(healthy, { servedChain: chainBefore(healthy) }),
  },
  {
    id: 'istiod-stale-cacerts',
    when: 'it was renewed a moment ago, and is mounted by subPath',
    names: 'it is mounted by subPath',
    evidence: (healthy) => {
      const { pods, secrets, istiods } = healthy.evidence.cluster;
      return withCluster(healthy, {
        istiods: istiods.map((istiod) => ({ ...istiod, servedChain: chainBefore(healthy) })),
        secrets: secrets.map((secret) => ({ ...secret, changedAt: agoIso(1_000) })),
        pods: pods.map((pod) => (pod.name === 'istiod-1' ? { ...pod, subPathSecrets: ['cacerts'] } : pod)),
      });
    },
  },
  {
    id: 'istiod-expiry-metric-stale',
    names: '2026-12-24T12:00:00.000Z',
    evidence: (healthy) =>
      withIstiod(healthy, { expiryMetricSeconds: fromNow(30 * 24 * 60 * minuteMs).getTime() / 1_000 }),
  },
  {
    id: 'istiod-replicas-race',
    names: 'failed to create CA due to secret write error',
    evidence: (healthy) =>
      withCluster(healthy, {
        pods: healthy.evidence.cluster.pods.map((pod) =>
          pod.name === 'istiod-1'
            ? {
                ...pod,
                containers: pod.containers.map((container) => ({
                  ...container,
                  restarts: 1,
                  lastEnd: 'exit code 255 (Error)',
                })),
              }
            : pod,
        ),
        logs: [
          {
            ...logOf(
              'istiod',
              'istio-system',
              'istiod-1',
              'Error: failed to create discovery service: failed to create CA: failed to create a self-signed istiod CA: failed to create CA due to secret write error',
            ),
            previous: true,
          },
        ],
      }),
  },
  {
    id: 'namespace-without-injection',
    names: 'namespace default have no sidecar',
    evidence: (healthy) =>
      withCluster(healthy, {
        namespaces: healthy.evidence.cluster.namespaces.map((namespace) => ({ ...namespace, labels: {} })),
        pods: [
          podOf('istio-system', 'istiod-1', { app: 'istiod' }, 'discovery'),
          podOf('default', 'details-1', { app: 'details', version: 'v1' }, 'details'),
        ],
        proxies: [],
      }),
  },
  {
    id: 'pod-older-than-istiod',
    names: 'before istiod, which was at',
    evidence: (healthy) =>
      withCluster(healthy, {
        pods: [
          podOf('istio-system', 'istiod-1', { app: 'istiod' }, 'discovery'),
          {
            ...podOf('default', 'details-1', { app: 'details', version: 'v1' }, 'details'),
            createdAt: agoIso(120 * minuteMs),
          },
        ],
        proxies: [],
      }),
  },
  {
    id: 'ambient-root-rotation',
    names: 'BadSignature',
    evidence: (healthy) => ztunnelSays(healthy, 'invalid peer certificate: BadSignature'),
  },
  {
    id: 'ambient-unknown-issuer',
    names: 'UnknownIssuer',
    evidence: (healthy) => ztunnelSays(healthy, 'io error: invalid peer certificate: UnknownIssuer'),
  },
  {
    id: 'workload-outlives-ca',
    names: 'CN=istio-ca',
    evidence: (healthy) => {
      // Whatever its name, what signed it ends first: the leaf's CA ends after 90 days, the leaf with it.
      const { istioCa, subordinate, root } = healthy.chain;
      return withProxies(healthy, {
        chain: pemOf([istioCa, istioCa, subordinate, root].map(({ certificate }) => certificate)),
      });
    },
  },
  {
    id: 'mesh-trust-split',
    names: 'CERTIFICATE_VERIFY_FAILED',
    evidence: (healthy) => {
      const { leaf, istioCa, subordinate, root } = healthy.other;
      return withProxies(healthy, {
        chain: pemOf([leaf, istioCa, subordinate, root, root].map(({ certificate }) => certificate)),
        roots: pemOf([root.certificate]),
      });
    },
  },
];

function ztunnelSays(healthy: HealthySetUp, words: string): Evidence {
  const line = `${agoIso(minuteMs)}\terror\taccess\tconnection complete\tsrc.addr=10.244.0.9:40312 dst.addr=10.244.0.12:15008 error="${words}"`;
  return withCluster(healthy, {
    logs: [...healthy.evidence.cluster.logs, logOf('ztunnel', 'istio-system', 'ztunnel-1', line)],
  });
}
