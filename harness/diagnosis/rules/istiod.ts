import { all, line, type Rule } from '../rule.ts';

/** Guide, step 7: istiod, and which CA it signs with. */
const istiodPod = String.raw`^Pod (?<namespace>[^/\s]+)\/(?<pod>\S+):`;
const restart =
  'kubectl --namespace {namespace} rollout restart deployment/istiod && kubectl --namespace {namespace} rollout status deployment/istiod';
const restartWorkloads =
  'then restart the workloads, so that they get certificates of the new CA: kubectl --namespace NAMESPACE rollout restart deployment.';

export const istiodRules: readonly Rule[] = [
  {
    id: 'cacerts-after-istiod',
    title: 'cacerts was created after istiod had started',
    when: [
      all(
        line(
          'relation',
          new RegExp(
            `${istiodPod} signs with its own (?<own>.+), not with (?<plugged>.+) of Secret (?<secret>\\S+): it started at (?<started>\\S+), the secret was created at (?<created>\\S+)$`,
          ),
        ),
      ).supportedBy(line('log', /^Pod \S+istiod\S*: .*self-signed certificate as the CA/)),
    ],
    cause:
      'istiod does not use the plugged-in CA: Pod {namespace}/{pod} started at {started}, Secret {secret} was created at {created}, and istiod looks for it only when it starts. It signs with its own {own}, not with {plugged}.',
    remedy: `Restart istiod, then everything that has a certificate of its old CA: ${restart}; ${restartWorkloads} Waiting does not help.`,
    references: ['istio/istio#57853', 'guide, steps 6 and 7'],
  },
  {
    id: 'root-changed-single-root',
    title: 'The root in cacerts changed, and istiod stays with the old one',
    when: [
      all(
        line(
          'relation',
          new RegExp(
            `${istiodPod} signs under the root (?<old>.+), but Secret (?<secret>\\S+) holds the root (?<new>.+) since (?<since>\\S+)$`,
          ),
        ),
      ).supportedBy(line('log', /^Pod \S+istiod\S*: .*(Multi root is disabled|new ROOT-CA not supported)/)),
    ],
    cause:
      'The root in Secret {secret} changed at {since} from {old} to {new}, and istiod refuses to change roots while it runs: Pod {namespace}/{pod} goes on with the old CA.',
    remedy: `To change the root without an outage put both roots into ca.crt and set ISTIO_MULTIROOT_MESH=true on istiod first. To change it at once: ${restart}; ${restartWorkloads} Until the last of them is restarted, old and new ones do not trust each other.`,
    references: ['istio/istio#30947', 'istio/istio#22993', 'istio/istio#47063'],
  },
  {
    id: 'istiod-stale-cacerts',
    title: 'istiod did not notice that cacerts was renewed',
    when: [
      all(
        line(
          'relation',
          new RegExp(
            `${istiodPod} still signs with (?<old>.+), but Secret (?<secret>\\S+) holds (?<new>.+) since (?<since>\\S+), (?<age>[^:]+) ago(?<why>: it is mounted by subPath)?$`,
          ),
        ),
      ).supportedBy(
        line(
          'log',
          /^Pod \S+istiod\S*: .*(Update Istiod cacerts|cacerts (file|watch)|Failed to update new Plug-in CA|CAcerts watcher)/,
        ),
      ),
    ],
    cause:
      'Secret {secret} was renewed at {since}, {age} ago, and Pod {namespace}/{pod} still signs with the old CA {old} instead of {new}[[{why}]].',
    remedy: `Restart it: ${restart}. See why it did not notice: its log says "Update Istiod cacerts" when the mounted files change; a subPath mount, a copy of the secret, or a full inotify limit keep that from happening. Until it is cured, restart istiod at every renewal (for example with Reloader).`,
    references: ['istio/istio#60446', 'cert-manager/istio-csr#64', 'cert-manager/istio-csr#137'],
  },
  {
    id: 'istiod-expiry-metric-stale',
    title: "istiod's expiry metric is that of a CA that it no longer uses",
    when: [
      all(
        line(
          'relation',
          new RegExp(
            `${istiodPod} signs with the CA that ends at (?<ends>\\S+), but its metric citadel_server_cert_chain_expiry_timestamp says (?<says>\\S+)$`,
          ),
        ),
      ),
    ],
    cause:
      'The metric citadel_server_cert_chain_expiry_timestamp of Pod {namespace}/{pod} was not brought up to date with the renewal: it says {says}, the CA in use ends at {ends}. Signing works; alerts on the metric are wrong.',
    remedy: `Use an Istio release that records the expiry anew at each renewal, or restart istiod: ${restart}. Alert on cert-manager's certmanager_certificate_expiration_timestamp_seconds meanwhile.`,
    references: ['istio/istio#55464', 'istio/istio#54828'],
  },
  {
    id: 'istiod-replicas-race',
    title: "istiod's replicas raced for the self-signed CA",
    when: [
      all(
        line('pod', new RegExp(`${istiodPod} .*container discovery restarted (?<times>[^,]+)`)),
        line(
          'log',
          new RegExp(`${istiodPod} before its restart: .*(?<words>failed to create CA due to secret write error.*)$`),
        ),
      ),
    ],
    cause:
      'Two istiods made a self-signed CA at the same time, and the slower one, Pod {namespace}/{pod}, ended and was restarted ({times}): {words}. It happens only without cacerts.',
    remedy:
      'Create cacerts before istiod is installed (guide, step 6 before step 7). Without a plugged-in CA: nothing to do, the restarted one takes the CA that the other has written.',
    references: ['istio/istio#43089'],
  },
];
