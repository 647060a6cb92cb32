import { all, line, type Rule } from '../rule.ts';

/** Guide, steps 8 and 9: workloads, their sidecars and what they trust. */
export const workloadRules: readonly Rule[] = [
  {
    id: 'namespace-without-injection',
    title: 'The namespace does not ask for sidecars',
    when: [
      all(
        line('relation', /^Namespace (?<namespace>\S+): (?<label>has .+), and its pods have no sidecar: (?<pods>.+)$/),
      ),
    ],
    cause: 'Pods of namespace {namespace} have no sidecar, so no certificate to read: the namespace {label} ({pods}).',
    remedy:
      'Label it and restart its pods (guide, step 8): kubectl label namespace {namespace} istio-injection=enabled --overwrite && kubectl --namespace {namespace} rollout restart deployment. With revisions use istio.io/rev=REVISION instead.',
    references: ['guide, step 8', 'https://istio.io/latest/docs/ops/common-problems/injection/'],
  },
  {
    id: 'pod-older-than-istiod',
    title: 'A pod is older than the sidecar injection',
    when: [
      all(
        line(
          'relation',
          /^Pod (?<namespace>[^/\s]+)\/(?<pod>\S+): has no sidecar \((?<summary>.+)\), although its namespace asks for one: it was created at (?<created>\S+), before (?<before>.+)$/,
        ),
      ).supportedBy(line('event', /sidecar-injector|failed calling webhook/)),
    ],
    cause:
      'Pod {namespace}/{pod} ({summary}) has no sidecar, though its namespace asks for one: sidecars are put in when a pod is created, and it was created at {created}, before {before}.',
    remedy:
      'Restart it: kubectl --namespace {namespace} rollout restart deployment; a pod without a Deployment must be deleted and created again.',
    references: ['guide, step 8', 'https://istio.io/latest/docs/ops/common-problems/injection/'],
  },
  {
    id: 'ambient-root-rotation',
    title: "ztunnel does not follow a change of the mesh's root",
    when: [
      all(
        line(
          'relation',
          /^Pod (?<namespace>[^/\s]+)\/(?<pod>\S+): its log complains now: (?<words>.*(UnknownIssuer|BadSignature|invalid peer certificate).*)$/,
        ),
        line(
          'relation',
          /^Pod \S+: signs under the root (?<old>.+), but Secret (?<secret>\S+) holds the root (?<new>.+) since \S+$/,
        ),
      ),
      all(
        line(
          'relation',
          /^Pod (?<namespace>[^/\s]+)\/(?<pod>\S+): its log complains now: (?<words>.*(BadSignature|[Ee]xpired).*)$/,
        ),
      ).supportedBy(line('log', /^Pod \S+istiod\S*: .*ROOT-CA/)),
    ],
    cause:
      'ztunnel in Pod {namespace}/{pod} refuses its peers since the root changed[[ from {old} to {new}]]: it trusts only the root of its own chain, and renews that no sooner than half-way through its life. {words}',
    remedy:
      'Restart istiod, then ztunnel on every node: kubectl --namespace {namespace} rollout restart deployment/istiod daemonset/ztunnel. Keep the root when renewing: let Certificates chain to one long-lived root in AWS, and put old and new roots together into ca.crt while changing it.',
    references: ['istio/ztunnel#1679', 'istio/istio#47427'],
  },
  {
    id: 'ambient-unknown-issuer',
    title: 'ztunnel does not know the issuer of its peers',
    when: [
      all(
        line(
          'relation',
          /^Pod (?<namespace>[^/\s]+)\/(?<pod>\S+): its log complains now: (?<words>.*UnknownIssuer.*)$/,
        ),
      ).supportedBy(line('relation', /^Secret /)),
    ],
    cause:
      'ztunnel in Pod {namespace}/{pod} finds no way from its peers to a root that it trusts, although sidecars do: the intermediate CA in AWS is neither in the chain nor in istio-ca-root-cert. {words}',
    remedy:
      "Give istiod the whole chain: tls.crt must hold Istio's CA and every CA in AWS below the root, ca.crt the root. See what ztunnel has: istioctl ztunnel-config certificates. Then restart istiod and ztunnel: kubectl --namespace {namespace} rollout restart deployment/istiod daemonset/ztunnel.",
    references: ['istio/ztunnel#1061'],
  },
  {
    id: 'workload-outlives-ca',
    title: "Workload certificates are cut short by the CA's end",
    when: [
      all(
        line(
          'relation',
          /^Pod (?<namespace>[^/\s]+)\/(?<pod>\S+): has a certificate that (?<how>outlives|ends together with) the CA that signed it, (?<ca>.+): it ends at (?<ends>\S+), the CA at (?<caEnds>\S+)$/,
        ),
      ),
    ],
    cause:
      'Workload certificates have less than their full life left, because the CA for Istio has: {ca} ends at {caEnds}.',
    remedy:
      "Renew Istio's CA earlier: its spec.renewBefore must be longer than the life of workload certificates (24 h), as the guide's 360h is. Now: cmctl renew --namespace istio-system istio-ca, and when istiod has noticed, restart the workloads.",
    references: ['istio/istio#18990', 'istio/istio#25158'],
  },
  {
    id: 'mesh-trust-split',
    title: 'Workloads trust different roots',
    when: [
      all(
        line(
          'relation',
          /^Pod (?<one>\S+): trusts (?<trusted>.+), but Pod (?<other>\S+) shows a chain to (?<shown>.+)$/,
        ),
      ).supportedBy(line('log', /CERTIFICATE_VERIFY_FAILED/)),
    ],
    cause:
      'The mesh is split: Pod {one} trusts {trusted}, Pod {other} shows a chain to {shown}. Requests between them end with 503, CERTIFICATE_VERIFY_FAILED, while everything is Ready.',
    remedy:
      'Bring all to one root: see what each istiod signs with and that istio-ca-root-cert is the same everywhere, then restart istiod and every workload that has a certificate of before: kubectl --namespace NAMESPACE rollout restart deployment. Compare: istioctl proxy-config secret POD --output json.',
    references: ['cert-manager/aws-privateca-issuer#241', 'cert-manager/istio-csr#30', 'cert-manager/istio-csr#155'],
  },
];
