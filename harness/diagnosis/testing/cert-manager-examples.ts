import { withCertificate, withCluster, withRequest } from './change-evidence.ts';
import type { Example } from './example.ts';
import { type HealthySetUp, issuerName } from './healthy-evidence.ts';

const group = 'awspca.cert-manager.io';
const user = 'system:serviceaccount:cert-manager:cert-manager';

/** The Certificate and its waiting request, both referring to this. */
function referring(healthy: HealthySetUp, issuerRef: { group: string; kind: string; name: string }) {
  const { certificates, certificateRequests } = healthy.evidence.cluster;
  return {
    certificates: certificates.map((certificate) => ({ ...certificate, issuerRef })),
    certificateRequests: certificateRequests.map((request) => ({
      ...request,
      issuerRef,
      certificate: '',
      conditions: [
        { type: 'Approved', status: 'True' },
        { type: 'Ready', status: 'False', reason: 'Pending', message: 'issuer could not be found' },
      ],
    })),
  };
}

export const certManagerExamples: readonly Example[] = [
  {
    id: 'webhook-not-ready',
    names: 'cert-manager/cert-manager-webhook is scaled to 0',
    evidence: (healthy) =>
      withCluster(healthy, {
        deployments: healthy.evidence.cluster.deployments.map((deployment) =>
          deployment.name === 'cert-manager-webhook' ? { ...deployment, asked: 0, ready: 0 } : deployment,
        ),
      }),
  },
  {
    id: 'webhook-ca-bundle-missing',
    when: 'there is none',
    names: 'ValidatingWebhookConfiguration cert-manager-webhook has no CA bundle',
    evidence: (healthy) =>
      withCluster(healthy, {
        webhooks: healthy.evidence.cluster.webhooks.map((webhook) => ({
          ...webhook,
          hooks: [{ name: 'webhook.cert-manager.io', caBundle: '' }],
        })),
      }),
  },
  {
    id: 'webhook-ca-bundle-missing',
    when: 'it is an old one',
    names: 'without the CA of Secret cert-manager/cert-manager-webhook-ca',
    evidence: (healthy) => {
      const { secrets } = healthy.evidence.cluster;
      const [model] = secrets;
      const renewed = model && {
        ...model,
        namespace: 'cert-manager',
        name: 'cert-manager-webhook-ca',
        certificates: { 'ca.crt': healthy.other.root.certificate.pem },
      };
      return withCluster(healthy, { secrets: [...secrets, ...(renewed ? [renewed] : [])] });
    },
  },
  {
    id: 'approver-not-permitted',
    names: user,
    evidence: (healthy) => ({
      ...withRequest(healthy, { certificate: '', conditions: [] }),
      cluster: {
        ...healthy.evidence.cluster,
        certificateRequests: healthy.evidence.cluster.certificateRequests.map((request) => ({
          ...request,
          certificate: '',
          conditions: [],
        })),
        approvers: [
          { user, signer: `awspcaissuers.awspca.cert-manager.io/istio-system.${issuerName}`, allowed: false },
        ],
      },
    }),
  },
  {
    id: 'issuer-ref-group',
    when: 'it is another one',
    names: 'awspca.example.com',
    evidence: (healthy) =>
      withCluster(healthy, referring(healthy, { group: 'awspca.example.com', kind: 'AWSPCAIssuer', name: issuerName })),
  },
  {
    id: 'issuer-ref-group',
    when: "cert-manager's own",
    names: 'where Issuer aws-pca-issuer-istio does not exist',
    evidence: (healthy) =>
      withCluster(healthy, referring(healthy, { group: 'cert-manager.io', kind: 'Issuer', name: issuerName })),
  },
  {
    id: 'issuer-ref-group',
    when: 'it was forgotten, and the webhook refused the Certificate',
    names: 'must be one of Issuer or ClusterIssuer',
    evidence: ({ evidence }) => ({
      ...evidence,
      errors: [
        'admission webhook "webhook.cert-manager.io" denied the request: spec.issuerRef.kind: Invalid value: "AWSPCAIssuer": must be one of Issuer or ClusterIssuer (did you forget to set spec.issuerRef.kind.group?)',
      ],
    }),
  },
  {
    id: 'issuer-ref-kind',
    when: 'the other one',
    names: "its issuerRef's kind is AWSPCAClusterIssuer",
    evidence: (healthy) =>
      withCluster(healthy, referring(healthy, { group, kind: 'AWSPCAClusterIssuer', name: issuerName })),
  },
  {
    id: 'issuer-ref-kind',
    when: 'one that the group does not have',
    names: "its issuerRef's kind is PCAIssuer",
    evidence: (healthy) => withCluster(healthy, referring(healthy, { group, kind: 'PCAIssuer', name: issuerName })),
  },
  {
    id: 'issuer-in-other-namespace',
    names: 'is in namespace elsewhere',
    evidence: (healthy) =>
      withCluster(healthy, {
        pcaIssuers: healthy.evidence.cluster.pcaIssuers.map((issuer) => ({ ...issuer, namespace: 'elsewhere' })),
      }),
  },
  {
    id: 'issuer-ref-name',
    names: 'names the AWSPCAIssuer aws-pca-isuer, which does not exist',
    evidence: (healthy) =>
      withCluster(healthy, referring(healthy, { group, kind: 'AWSPCAIssuer', name: 'aws-pca-isuer' })),
  },
  {
    id: 'certificate-of-earlier-request',
    names: 'Certificate istio-system/istio-ca',
    evidence: (healthy) =>
      withCertificate(healthy, {
        conditions: [
          {
            type: 'Issuing',
            status: 'False',
            reason: 'InvalidCertificate',
            message: 'Issuer returned a certificate with a public key that does not match the CSR',
          },
        ],
      }),
  },
  {
    id: 'issuance-in-progress',
    names: 'CertificateRequest istio-system/istio-ca-1',
    evidence: (healthy) =>
      withRequest(healthy, {
        certificate: '',
        conditions: [
          { type: 'Approved', status: 'True' },
          { type: 'Ready', status: 'False', reason: 'Pending', message: 'waiting for certificate to be issued' },
        ],
      }),
  },
  {
    id: 'name-constraints-dropped',
    names: 'CN=istio-ca',
    evidence: (healthy) => withCertificate(healthy, { wantsNameConstraints: true }),
  },
  {
    id: 'renew-before-inverted',
    when: 'as a duration',
    names: 'renewed 162h before the end of its 168h, so every 6h',
    evidence: (healthy) => withCertificate(healthy, { duration: '168h', renewBefore: '162h' }),
  },
  {
    id: 'renew-before-inverted',
    when: 'as a percentage',
    names: 'every 216h',
    evidence: (healthy) => withCertificate(healthy, { renewBefore: '', renewBeforePercentage: 90 }),
  },
];
