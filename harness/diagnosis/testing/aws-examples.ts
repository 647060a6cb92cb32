import { pemOf } from '../../pki/test-chain.ts';
import type { AnsweredRequest, AuthorityFacts } from '../aws-evidence.ts';
import type { Evidence } from '../evidence.ts';
import { withCluster, withFailedRequest, withIssuer, withUnverifiedIssuer } from './change-evidence.ts';
import type { Example } from './example.ts';
import { account, type HealthySetUp, issuingCa } from './healthy-evidence.ts';

const session = `arn:aws:sts::${account}:assumed-role/aws-pca-issuer/1795526604038905513`;

/** An error of the issuer's, as AWS's SDK for Go words it. */
const sdkError = (operation: string, status: number, rest: string): string =>
  `failed to request certificate from PCA: operation error ACM PCA: ${operation}, https response error StatusCode: ${status}, RequestID: 7255832d-a99e-44af-860a-37aad7f73494, ${rest}`;

const stsError = (status: number, rest: string): string =>
  `operation error STS: GetCallerIdentity, https response error StatusCode: ${status}, RequestID: eb2a7511-3184-48ff-a925-eb6761646173, ${rest}`;

const exhausted = (rest: string): string =>
  `failed to request certificate from PCA: operation error ACM PCA: IssueCertificate, exceeded maximum number of attempts, 3, ${rest}`;

/** AWS, asked once more. */
function probed(evidence: Evidence, detail: string, answers: boolean): Evidence {
  const probes = [{ operation: 'IssueCertificate', answers, detail }];
  return { ...evidence, aws: evidence.aws && { ...evidence.aws, probes } };
}

function withAuthority({ evidence }: Pick<HealthySetUp, 'evidence'>, change: Partial<AuthorityFacts>): Evidence {
  const authorities = (evidence.aws?.authorities ?? []).map((authority) => ({ ...authority, ...change }));
  return { ...evidence, aws: evidence.aws && { ...evidence.aws, authorities } };
}

const answered = (errorCode: string): AnsweredRequest => ({
  at: '2026-11-24T11:59:00.000Z',
  service: 'acm-pca',
  operation: 'IssueCertificate',
  principalArn: session,
  status: 400,
  errorCode,
  resourceArn: issuingCa,
  idempotencyToken: null,
  issuedSerialHex: null,
});

const inState = (id: string, status: string): Example => ({
  id,
  names: issuingCa,
  evidence: (healthy) =>
    withAuthority(
      {
        evidence: withFailedRequest(
          healthy,
          sdkError(
            'IssueCertificate',
            400,
            `InvalidStateException: The certificate authority ${issuingCa} is in the state ${status}; this request needs it in ACTIVE.`,
          ),
        ) as HealthySetUp['evidence'],
      },
      { status },
    ),
});

const denied = (action: string, resource: string, because: string): string =>
  `api error AccessDeniedException: User: ${session} is not authorized to perform: ${action} on resource: ${resource} ${because}`;

export const awsExamples: readonly Example[] = [
  {
    id: 'web-identity-denied',
    names: `arn:aws:iam::${account}:role/aws-pca-issuer`,
    evidence: (healthy) =>
      withUnverifiedIssuer(
        healthy,
        'operation error STS: GetCallerIdentity, get identity: get credentials: failed to refresh cached credentials, failed to retrieve credentials, operation error STS: AssumeRoleWithWebIdentity, https response error StatusCode: 403, RequestID: 7143fa7d-0885-4835-8193-3ae95838b02c, api error AccessDenied: Not authorized to perform sts:AssumeRoleWithWebIdentity',
      ),
  },
  {
    id: 'aws-credentials-missing',
    names: 'Secret "nope" not found',
    evidence: (healthy) =>
      withIssuer(healthy, {
        conditions: [
          {
            type: 'Ready',
            status: 'False',
            reason: 'Error',
            message: 'failed to retrieve secret: Secret "nope" not found',
          },
        ],
      }),
  },
  {
    id: 'aws-credentials-unknown',
    names: 'InvalidClientTokenId',
    evidence: (healthy) =>
      withUnverifiedIssuer(
        healthy,
        stsError(403, 'api error InvalidClientTokenId: The security token included in the request is invalid.'),
      ),
  },
  {
    id: 'aws-clock-skew',
    names: '20261124T133616Z is now earlier than 20261124T135117Z',
    evidence: (healthy) =>
      withFailedRequest(
        healthy,
        sdkError(
          'IssueCertificate',
          400,
          'api error InvalidSignatureException: Signature expired: 20261124T133616Z is now earlier than 20261124T135117Z (20261124T135617Z - 5 min.)',
        ),
      ),
  },
  {
    id: 'aws-signature-mismatch',
    names: 'istio-system/aws-pca-issuer-istio',
    evidence: (healthy) =>
      withUnverifiedIssuer(
        healthy,
        stsError(
          403,
          'api error SignatureDoesNotMatch: The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method.',
        ),
      ),
  },
  {
    id: 'aws-credentials-expired',
    names: 'ExpiredTokenException',
    evidence: (healthy) =>
      withFailedRequest(
        healthy,
        sdkError(
          'IssueCertificate',
          403,
          'api error ExpiredTokenException: The security token included in the request is expired',
        ),
      ),
  },
  {
    id: 'aws-unreachable',
    when: 'AWS is down',
    names: 'IssueCertificate answers 503 ServiceUnavailableException',
    evidence: (healthy) =>
      probed(
        withFailedRequest(
          healthy,
          exhausted(
            'https response error StatusCode: 503, RequestID: 8da4a928, api error ServiceUnavailableException: The service is unavailable. Please try again shortly.',
          ),
        ),
        '503 ServiceUnavailableException',
        false,
      ),
  },
  {
    id: 'aws-unreachable',
    when: 'no name is resolved in the cluster',
    names: 'Deployment kube-system/coredns has no ready pod',
    evidence: (healthy) => {
      const failed = withFailedRequest(
        healthy,
        exhausted(
          'https response error StatusCode: 0, RequestID: , request send failed, Post "https://acm-pca.us-east-1.amazonaws.com/": dial tcp: lookup acm-pca.us-east-1.amazonaws.com on 10.96.0.10:53: connect: connection refused',
        ),
      );
      const deployments = (failed.cluster?.deployments ?? []).map((deployment) =>
        deployment.name === 'coredns' ? { ...deployment, ready: 0 } : deployment,
      );
      const cluster = failed.cluster && { ...failed.cluster, deployments };
      return probed({ ...failed, cluster }, '400 MissingAuthenticationTokenException', true);
    },
  },
  {
    id: 'aws-unreachable',
    when: 'the issuer cannot reach STS',
    names: 'no such host',
    evidence: (healthy) =>
      withUnverifiedIssuer(
        healthy,
        stsError(
          0,
          'request send failed, Post "https://sts.us-east-1.amazonaws.com/": dial tcp: lookup sts.us-east-1.amazonaws.com on 10.96.0.10:53: no such host',
        ),
      ),
  },
  {
    id: 'aws-throttled',
    names: 'the last call of IssueCertificate was throttled',
    evidence: (healthy) => {
      const failed = withFailedRequest(
        healthy,
        exhausted(
          'https response error StatusCode: 400, RequestID: cd8fbd22, api error ThrottlingException: Rate exceeded',
        ),
      );
      return { ...failed, aws: failed.aws && { ...failed.aws, journal: [answered('ThrottlingException')] } };
    },
  },
  {
    id: 'ca-arn-malformed',
    names: '"CA_ID" is no id of a certificate authority',
    evidence: (healthy) => {
      const arn = `arn:aws:acm-pca:us-east-1:${account}:certificate-authority/CA_ID`;
      const because = 'because no identity-based policy allows the acm-pca:DescribeCertificateAuthority action';
      const refused = withFailedRequest(
        healthy,
        sdkError('DescribeCertificateAuthority', 400, denied('acm-pca:DescribeCertificateAuthority', arn, because)),
      );
      const pcaIssuers = (refused.cluster?.pcaIssuers ?? []).map((issuer) => ({ ...issuer, arn }));
      return { ...refused, cluster: refused.cluster && { ...refused.cluster, pcaIssuers } };
    },
  },
  {
    id: 'ca-arn-other-region',
    names: /asks AWS in eu-west-1, but its CA is in us-east-1/,
    evidence: (healthy) => withIssuer(healthy, { region: 'eu-west-1' }),
  },
  {
    id: 'ca-arn-not-found',
    names: '11111111-2222-3333-4444-555555555555',
    evidence: (healthy) =>
      withIssuer(healthy, {
        arn: `arn:aws:acm-pca:us-east-1:${account}:certificate-authority/11111111-2222-3333-4444-555555555555`,
      }),
  },
  inState('ca-disabled', 'DISABLED'),
  inState('ca-pending-certificate', 'PENDING_CERTIFICATE'),
  inState('ca-expired', 'EXPIRED'),
  inState('ca-deleted', 'DELETED'),
  inState('ca-creating', 'CREATING'),
  inState('ca-failed', 'FAILED'),
  {
    id: 'path-length-exhausted',
    names: /^path length 0: a CA cannot be created for Istio/,
    evidence: (healthy) =>
      // Istio's CA has path length 0: it stands for a subordinate CA that was installed with it.
      withAuthority(healthy, { certificates: pemOf([healthy.chain.istioCa.certificate]) }),
  },
  {
    id: 'path-length-template',
    names: 'template SubordinateCACertificate_PathLen1/V1',
    evidence: (healthy) => withIssuer(healthy, { templateName: 'SubordinateCACertificate_PathLen1/V1' }),
  },
  {
    id: 'cross-account-denied',
    names: 'acm-pca:DescribeCertificateAuthority',
    evidence: (healthy) =>
      withFailedRequest(
        healthy,
        sdkError(
          'DescribeCertificateAuthority',
          400,
          denied(
            'acm-pca:DescribeCertificateAuthority',
            issuingCa.replace(account, '210987654321'),
            'because no resource-based policy allows the acm-pca:DescribeCertificateAuthority action',
          ),
        ),
      ),
  },
  {
    id: 'iam-action-denied',
    names: new RegExp(
      `role arn:aws:iam::${account}:role/aws-pca-issuer do acm-pca:IssueCertificate on ${issuingCa}: because`,
    ),
    evidence: (healthy) =>
      withFailedRequest(
        healthy,
        sdkError(
          'IssueCertificate',
          400,
          denied(
            'acm-pca:IssueCertificate',
            issuingCa,
            'because no identity-based policy allows the acm-pca:IssueCertificate action',
          ),
        ),
      ),
  },
  {
    id: 'signing-algorithm-mismatch',
    names: 'SHA384WITHECDSA cannot be used with key type RSA_2048',
    evidence: (healthy) =>
      withFailedRequest(
        healthy,
        sdkError(
          'IssueCertificate',
          400,
          'InvalidArgsException: SHA384WITHECDSA cannot be used with key type RSA_2048',
        ),
      ),
  },
  {
    id: 'request-failed-not-retried',
    names: 'CertificateRequest istio-system/istio-ca-1',
    evidence: (healthy) =>
      probed(
        withFailedRequest(
          healthy,
          exhausted(
            'https response error StatusCode: 503, RequestID: 8da4a928, api error ServiceUnavailableException: The service is unavailable. Please try again shortly.',
          ),
        ),
        '400 MissingAuthenticationTokenException',
        true,
      ),
  },
  {
    id: 'chain-unreadable',
    when: 'AWS returned none, and the issuer panics',
    names: 'panic: runtime error',
    evidence: (healthy) => {
      const panic = {
        level: 'error',
        ts: '2026-11-24T11:59:00Z',
        msg: 'Reconciler error',
        controller: 'certificaterequest',
        CertificateRequest: { name: 'istio-ca-1', namespace: 'istio-system' },
        error: 'panic: runtime error: invalid memory address or nil pointer dereference [recovered]',
      };
      const { certificateRequests, logs } = healthy.evidence.cluster;
      return withCluster(healthy, {
        certificateRequests: certificateRequests.map((request) => ({
          ...request,
          certificate: '',
          conditions: [{ type: 'Approved', status: 'True' }],
        })),
        logs: [
          ...logs,
          {
            component: 'issuer',
            namespace: 'cert-manager',
            pod: 'issuer-1',
            container: 'main',
            previous: false,
            lines: [JSON.stringify(panic)],
          },
        ],
      });
    },
  },
  {
    id: 'chain-unreadable',
    when: 'AWS returned an empty one',
    names: 'failed to read certificate',
    evidence: (healthy) =>
      withFailedRequest(healthy, 'failed to issue certificate from PCA: failed to read certificate'),
  },
];
