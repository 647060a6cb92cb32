import { all, line, type Rule } from '../rule.ts';

/** Guide, step 6: the secret `cacerts`, from which istiod takes its CA. */
const istiodEnds = line(
  'log',
  /^Pod \S+istiod\S*: .*(incomplete signing CA bundle|cannot verify the cert|unknown authority|failed to create CA|does not match the key)/,
);
const istiodDown = line('pod', /^Pod \S+istiod/);
/** What an istiod does about this very secret follows from what is in it. */
const istiodFollows = line('relation', /^Pod \S+: .* Secret (?<namespace>[^/\s]+)\/(?<name>\S+) holds /);
const secret = String.raw`^Secret (?<namespace>[^/\s]+)\/(?<name>\S+):`;
const look =
  "Look at both: kubectl --namespace {namespace} get secret {name} --output jsonpath='{.data.tls\\.crt}' | base64 --decode | openssl crl2pkcs7 -nocrl -certfile /dev/stdin | openssl pkcs7 -print_certs -noout; the same for ca\\.crt.";

export const cacertsRules: readonly Rule[] = [
  {
    id: 'ca-crt-not-root',
    title: 'ca.crt holds no root',
    when: [
      all(
        line(
          'relation',
          new RegExp(`${secret} holds in (?<key>\\S+) (?<held>.+), which is no root: (?<issuer>.*) signed it$`),
        ),
      ).supportedBy(istiodDown, istiodFollows, istiodEnds),
    ],
    cause:
      'Secret {namespace}/{name} holds in {key} {held}, an intermediate CA that {issuer} signed. istiod distributes it as the root, and clients that look for the real one refuse every chain.',
    remedy: `Put the root that signed itself into {key}. AWS's chain must end with its root (aws acm-pca get-certificate-authority-certificate), because the issuer takes the last certificate of it; with another source set {key} by hand. ${look}`,
    references: [
      'cert-manager/cert-manager#4167',
      'cert-manager/cert-manager#3619',
      'cert-manager/cert-manager#4829',
      'cert-manager/aws-privateca-issuer#10',
    ],
  },
  {
    id: 'cacerts-mixed-formats',
    title: 'cacerts has keys of both formats',
    when: [
      all(line('relation', new RegExp(`${secret} has keys of both formats, (?<tls>.+) and (?<own>.+)$`))).supportedBy(
        istiodDown,
        istiodFollows,
        istiodEnds,
      ),
    ],
    cause:
      'Secret {namespace}/{name} mixes both formats that istiod knows: {tls} and {own}. As soon as tls.crt is there istiod reads tls.crt, tls.key and ca.crt, and nothing else.',
    remedy:
      'Keep one format. For cert-manager: delete the secret, and cert-manager writes it anew with tls.crt, tls.key and ca.crt alone: kubectl --namespace {namespace} delete secret {name}; then restart istiod: kubectl --namespace {namespace} rollout restart deployment/istiod.',
    references: [
      'istio/istio#38528',
      'cert-manager/cert-manager#6113',
      'https://istio.io/latest/docs/tasks/security/cert-management/plugin-ca-cert/',
    ],
  },
  {
    id: 'cacerts-incomplete',
    title: 'cacerts is incomplete',
    when: [
      all(line('relation', new RegExp(`${secret} has (?<lacks>(no|an empty) .+), of (?<wanted>.+)$`))).supportedBy(
        istiodDown,
        istiodFollows,
        istiodEnds,
        line('event', /^Pod \S+istiod\S*: BackOff/),
      ),
    ],
    cause: 'Secret {namespace}/{name} is incomplete: it has {lacks}, and istiod needs all of {wanted}.',
    remedy:
      'Have it issued again, with a chain that ends with the root: kubectl --namespace {namespace} delete secret {name} (cert-manager writes it anew); then restart istiod: kubectl --namespace {namespace} rollout restart deployment/istiod. ca.crt comes from the issuer: when it stays empty, AWS returned no chain.',
    references: [
      'cert-manager/istio-csr#283',
      'cert-manager/cert-manager#2111',
      'cert-manager/cert-manager#1571',
      'https://istio.io/latest/docs/tasks/security/cert-management/plugin-ca-cert/',
    ],
  },
  {
    id: 'cacerts-root-mismatch',
    title: "cacerts' certificate, root and key do not belong together",
    when: [
      all(
        line(
          'relation',
          new RegExp(`${secret} holds (?<what>in \\S+ a chain that ends at .+, which did not sign it)$`),
        ),
      ).supportedBy(istiodDown, istiodFollows, istiodEnds),
      all(
        line('relation', new RegExp(`${secret} holds (?<what>a private key that is not the one of .+)$`)),
      ).supportedBy(istiodDown, istiodFollows, istiodEnds),
    ],
    cause:
      'What Secret {namespace}/{name} holds does not belong together: {what}. istiod ends with "cannot verify the cert with the provided root chain and cert pool", or keeps its old CA.',
    remedy: `Have all of it issued together: kubectl --namespace {namespace} delete secret {name} (cert-manager writes it anew), then kubectl --namespace {namespace} rollout restart deployment/istiod. ${look}`,
    references: ['istio/istio#46855', 'istio/istio#46600'],
  },
  {
    id: 'cacerts-misplaced',
    title: "Istio's CA is stored where istiod does not look",
    when: [
      all(
        line(
          'relation',
          new RegExp(
            `${secret} holds (?<held>.+) of Certificate (?<certificate>\\S+), but the istiod in namespace (?<home>\\S+) reads only (?<wanted>\\S+), which does not exist$`,
          ),
        ),
      ).supportedBy(line('log', /^Pod \S+istiod\S*: .*self-signed certificate as the CA/)),
    ],
    cause:
      'istiod does not use the plugged-in CA, and signs with a self-signed one of its own: {held} is in Secret {namespace}/{name}, and istiod reads {wanted} only.',
    remedy:
      'Store it there: a Certificate in namespace {home} with spec.secretName cacerts (guide, step 6), instead of {certificate}; wait for the secret, then kubectl --namespace {home} rollout restart deployment/istiod and restart the workloads.',
    references: ['guide, step 6', 'https://istio.io/latest/docs/tasks/security/cert-management/plugin-ca-cert/'],
  },
];
