import { all, line, type Rule } from '../rule.ts';
import { startAgain } from './start-again.ts';

/** Certificates and requests that refer to the same thing. */
const waiting = line('condition', /^Certificate\w* \S+ \((?<referred>[^)]+)\): /);
const theirs = (problem: string) =>
  new RegExp(`^(?<object>Certificate\\w* \\S+) \\((?<referred>[^)]+)\\): (?<problem>${problem}.*)$`);

/** Guide, step 6: the Certificate, its requests, and whom they refer to. */
export const certManagerObjectRules: readonly Rule[] = [
  {
    id: 'approver-not-permitted',
    title: 'cert-manager may not approve requests for the issuer',
    when: [
      all(
        line(
          'relation',
          /^(?<request>CertificateRequest \S+) \S+ \S+: (?<user>\S+) may not approve requests for the signer (?<signer>\S+)$/,
        ),
        line('condition', /^(?<request>CertificateRequest \S+) \S+ \S+: is neither approved nor denied$/),
      ).supportedBy(line(['log', 'event'], /does not have permissions to set approved\/denied conditions/)),
    ],
    cause: '{request} waits for approval: {user} has no permission to approve requests for the signer {signer}.',
    remedy:
      "Let cert-manager's own service account approve: install the issuer's chart with approverRole.enabled=true, approverRole.serviceAccountName and approverRole.namespace set to cert-manager's ({user}). It takes effect at once: kubectl auth can-i approve signers.cert-manager.io/{signer} --as {user}.",
    references: [
      'cert-manager/cert-manager#5125',
      'cert-manager/aws-privateca-issuer#32',
      'https://cert-manager.io/docs/usage/certificaterequest/#approval',
    ],
  },
  {
    id: 'issuer-ref-group',
    title: "The issuerRef's group is wrong",
    when: [
      all(line('relation', theirs("its issuerRef's group is"))).supportedBy(waiting),
      all(
        line(
          'error',
          /^(?<object>.*?): (?<problem>.*issuerRef\.kind: Invalid value: "AWSPCA\w+": must be one of Issuer or ClusterIssuer.*)$/,
        ),
      ),
    ],
    cause: '{object} refers to an issuer that nobody serves: {problem}',
    remedy:
      'Set spec.issuerRef.group to awspca.cert-manager.io. Without a group cert-manager looks for an issuer of its own.',
    references: ['guide, step 6', 'cert-manager/csi-driver#197'],
  },
  {
    id: 'issuer-ref-kind',
    title: "The issuerRef's kind is wrong",
    when: [all(line('relation', theirs("its issuerRef's kind is"))).supportedBy(waiting)],
    cause: '{object} refers to an issuer of the wrong kind: {problem}',
    remedy:
      "Set spec.issuerRef.kind to AWSPCAIssuer for one in the Certificate's own namespace, or to AWSPCAClusterIssuer for one of the whole cluster.",
    references: ['guide, step 6'],
  },
  {
    id: 'issuer-in-other-namespace',
    title: 'The AWSPCAIssuer is in another namespace',
    when: [
      all(
        line(
          'relation',
          /^(?<object>Certificate\w* \S+) \((?<referred>[^)]+)\): its issuerRef names the (?<issuer>AWSPCAIssuer \S+), which is not in namespace (?<namespace>\S+); there is one in namespace (?<elsewhere>\S+)$/,
        ),
      ).supportedBy(waiting),
    ],
    cause:
      '{object} names the {issuer}, which is in namespace {elsewhere}: an AWSPCAIssuer serves its own namespace only, and there is none in {namespace}.',
    remedy:
      'Create the AWSPCAIssuer in namespace {namespace} (guide, step 5), or make it an AWSPCAClusterIssuer and name that kind in spec.issuerRef.',
    references: ['guide, step 5'],
  },
  {
    id: 'issuer-ref-name',
    title: 'There is no issuer of that name',
    when: [
      all(line('relation', theirs('its issuerRef names the AWSPCA\\w+ \\S+, which does not exist'))).supportedBy(
        waiting,
      ),
    ],
    cause: '{object}: {problem}',
    remedy:
      'Correct spec.issuerRef.name, or create the issuer (guide, step 5): kubectl get awspcaissuers,awspcaclusterissuers --all-namespaces.',
    references: ['guide, steps 5 and 6'],
  },
  {
    id: 'request-failed-not-retried',
    title: 'A request failed in an outage that is over, and nobody retries it',
    when: [
      all(
        line(
          'relation',
          /^(?<request>CertificateRequest (?<namespace>[^/\s]+)\/(?<name>\S+)) \S+ \S+: failed when (?<what>.+); that is over, and nobody tries this request again$/,
        ),
      ).supportedBy(
        line(['condition', 'event'], /^Certificate(Request)? .*(Failed|failed)/),
        line('journal', / (5\d\d|4\d\d Throttl)/),
      ),
    ],
    cause:
      '{request} failed when {what}. That is over, but the issuer never retries a failed request, and cert-manager makes a new one only after its back-off (an hour, then longer).',
    remedy:
      'Delete the failed request, then start a new issuance: kubectl --namespace {namespace} delete certificaterequest {name}, and cmctl renew --namespace {namespace} CERTIFICATE. Neither is enough alone. Watch Certificates that are not Ready: this repeats with every outage longer than three attempts of the SDK.',
    references: [
      'cert-manager/aws-privateca-issuer#424',
      'cert-manager/aws-privateca-issuer#291',
      'cert-manager/cert-manager#6405',
      'cert-manager/cert-manager#6378',
      'cert-manager/cert-manager#9327',
    ],
  },
  {
    id: 'certificate-of-earlier-request',
    title: 'AWS returned the certificate of an earlier request',
    when: [
      all(
        line(
          'condition',
          /^(?<object>Certificate \S+).*: Issuing=False, InvalidCertificate: .*public key that does not match the CSR/,
        ),
      ),
    ],
    cause:
      "AWS returned for {object} what it had issued for an earlier request of the same name, so another key's: the issuer makes its idempotency token of the request's name, and AWS remembers it for five minutes.",
    remedy:
      'Wait until five minutes have passed since the first of the two, then kubectl delete certificaterequest REQUEST, and after it cmctl renew CERTIFICATE. With spec.privateKey.rotationPolicy Never it does not happen: the key is the same.',
    references: [
      'cert-manager/cert-manager#8403',
      'https://docs.aws.amazon.com/privateca/latest/APIReference/API_IssueCertificate.html',
    ],
  },
  {
    id: 'issuance-in-progress',
    title: 'AWS is still issuing the certificate',
    when: [
      all(
        line(
          'condition',
          /^(?<request>CertificateRequest \S+) \S+ \S+: Ready=False, Pending: waiting for certificate to be issued$/,
        ),
      ).supportedBy(
        line('journal', /GetCertificate .*RequestInProgress/),
        line('log', /StorageError: invalid object, Code: 4/),
      ),
    ],
    cause:
      '{request} waits for AWS, which has accepted it and has not issued the certificate yet (RequestInProgressException).',
    remedy:
      'Wait: the issuer asks again by itself. Do not delete the request meanwhile: its certificate would be lost and another one issued.',
    references: [
      'cert-manager/aws-privateca-issuer#329',
      'cert-manager/aws-privateca-issuer#372',
      'cert-manager/aws-privateca-issuer#330',
    ],
  },
  {
    id: 'chain-unreadable',
    title: 'The issuer cannot read the chain that AWS returned',
    when: [
      all(
        line(
          'condition',
          /^(?<request>CertificateRequest \S+) \((?<issuer>.+)\): .*(?<words>failed to issue certificate from PCA: failed to read certificate)/,
        ),
      ),
      all(
        line('condition', /^(?<request>CertificateRequest \S+) \((?<issuer>.+)\): has no condition Ready yet$/),
        line(
          'log',
          /^(?<request>CertificateRequest \S+): .*(?<words>panic: runtime error: invalid memory address or nil pointer dereference)/,
        ),
      ),
    ],
    cause:
      '{request} has its certificate in AWS, but AWS returned it without a chain that the issuer can read, and the root is taken from there: {words}',
    remedy: `See what AWS returns: aws acm-pca get-certificate --certificate-authority-arn ARN --certificate-arn ARN --query CertificateChain, with both ARNs from the annotation of the request and the spec of {issuer}. The CA's own chain must lead up to its root: aws acm-pca get-certificate-authority-certificate. When it does, install the CA's certificate anew with its chain. ${startAgain}`,
    references: ['cert-manager/aws-privateca-issuer#10'],
  },
  {
    id: 'name-constraints-dropped',
    title: 'The CA was issued without the name constraints that were asked for',
    when: [
      all(
        line(
          'relation',
          /^(?<object>Certificate\w* \S+) \S+ \S+: asks for name constraints, and (?<issued>.+) carries none$/,
        ),
      ),
    ],
    cause:
      '{object} asks for name constraints, but AWS issued {issued} without them: the template that the issuer uses takes none from the request.',
    remedy:
      'Do not rely on the constraints. Use a template that copies extensions from the CSR (spec.pcaTemplate.defaultTemplateName: BlankSubordinateCACertificate_PathLen0_CSRPassthrough/V1 or SubordinateCACertificate_PathLen0_CSRPassthrough/V1), renew, and look at the result: openssl x509 -noout -ext nameConstraints.',
    references: [
      'cert-manager/aws-privateca-issuer#428',
      'https://docs.aws.amazon.com/privateca/latest/userguide/template-definitions.html',
    ],
  },
  {
    id: 'renew-before-inverted',
    title: 'The certificate is renewed almost at once',
    when: [
      all(
        line(
          'relation',
          /^(?<object>Certificate \S+) \S+ \S+: is renewed (?<before>\S+) before its end, of (?<duration>\S+) in all: every (?<interval>.+)$/,
        ),
      ),
    ],
    cause:
      '{object} is renewed {before} before the end of its {duration}, so every {interval}: spec.renewBefore counts back from the end.',
    remedy:
      "Set spec.renewBefore to the time that a renewal may take, not to the certificate's age at renewal; the guide has 360h of 2160h. Each renewal of Istio's CA gives every istiod a new key.",
    references: ['guide, step 6', 'aws-samples/istio-on-eks#114'],
  },
];
