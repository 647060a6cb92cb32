import type { ApproverFacts, CertificateRequestFacts, DeploymentFacts } from '../cluster-evidence.ts';
import type { ApiServer } from './api-server.ts';
import type { Reader } from './reader.ts';

/**
 * Whether cert-manager's controller may approve the requests that nobody has approved yet. cert-manager's webhook asks
 * the same: for all of the signer's kind, or for this one.
 * @see https://cert-manager.io/docs/usage/certificaterequest/#approval
 */
export async function approverFacts(
  api: ApiServer,
  reader: Reader,
  requests: readonly CertificateRequestFacts[],
  deployments: readonly DeploymentFacts[],
): Promise<readonly ApproverFacts[]> {
  const controller = deployments.find(
    ({ labels }) =>
      labels['app.kubernetes.io/name'] === 'cert-manager' && labels['app.kubernetes.io/component'] === 'controller',
  );
  if (controller === undefined) return [];
  const user = `system:serviceaccount:${controller.namespace}:${controller.serviceAccount}`;
  const signers = new Set(requests.filter(isUndecided).map(signerOf));
  const asked = [...signers].map((signer) =>
    reader.try(`whether ${user} may approve for ${signer}`, undefined, async () => {
      const all = `${signer.slice(0, signer.indexOf('/'))}/*`;
      const answers = await Promise.all([all, signer].map((name) => mayApprove(api, user, name)));
      return { user, signer, allowed: answers.includes(true) };
    }),
  );
  return (await Promise.all(asked)).filter((facts) => facts !== undefined);
}

const isUndecided = ({ conditions }: CertificateRequestFacts): boolean =>
  !conditions.some(({ type, status }) => (type === 'Approved' || type === 'Denied') && status === 'True');

/** `awspcaissuers.awspca.cert-manager.io/NAMESPACE.NAME`; without the namespace for a cluster-wide kind. */
export function signerOf({ namespace, issuerRef: { group, kind, name } }: CertificateRequestFacts): string {
  const signer = /Cluster/.test(kind) ? name : `${namespace}.${name}`;
  return `${kind.toLowerCase()}s.${group}/${signer}`;
}

interface SubjectAccessReview {
  readonly apiVersion: string;
  readonly kind: string;
  readonly spec: unknown;
  readonly status?: { readonly allowed: boolean };
}

async function mayApprove(api: ApiServer, user: string, signer: string): Promise<boolean> {
  const namespace = user.split(':')[2];
  const review = await api.post<SubjectAccessReview>('/apis/authorization.k8s.io/v1/subjectaccessreviews', {
    apiVersion: 'authorization.k8s.io/v1',
    kind: 'SubjectAccessReview',
    spec: {
      user,
      groups: ['system:serviceaccounts', `system:serviceaccounts:${namespace}`, 'system:authenticated'],
      resourceAttributes: { group: 'cert-manager.io', resource: 'signers', verb: 'approve', name: signer },
    },
  });
  return review.status?.allowed === true;
}
