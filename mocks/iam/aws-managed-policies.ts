import type { ManagedPolicy } from './entities.ts';
import { parsePolicy } from './policy/policy-document.ts';

/**
 * The policies of AWS's own that concern a private CA, by what they allow. AWS has over a thousand; naming another one is
 * answered as for a policy that does not exist.
 *
 * @see https://docs.aws.amazon.com/privateca/latest/userguide/auth-AwsManagedPolicies.html
 */
const readActions = ['acm-pca:Describe*', 'acm-pca:Get*', 'acm-pca:List*'];

const allowances: Readonly<Record<string, readonly string[]>> = {
  AdministratorAccess: ['*'],
  AWSPrivateCAFullAccess: ['acm-pca:*'],
  AWSPrivateCAReadOnly: readActions,
  AWSPrivateCAAuditor: ['acm-pca:CreateCertificateAuthorityAuditReport', ...readActions],
  IAMFullAccess: ['iam:*'],
};

const policies: ReadonlyMap<string, ManagedPolicy> = new Map(
  Object.entries(allowances).map(([name, actions]) => [`arn:aws:iam::aws:policy/${name}`, awsPolicy(name, actions)]),
);

export function findAwsManagedPolicy(arn: string): ManagedPolicy | undefined {
  return policies.get(arn);
}

export const awsManagedPolicies = (): readonly ManagedPolicy[] => [...policies.values()];

function awsPolicy(name: string, actions: readonly string[]): ManagedPolicy {
  const text = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }],
  });
  const createdAtMs = Date.UTC(2015, 1, 6);
  return {
    arn: `arn:aws:iam::aws:policy/${name}`,
    id: `ANPA${name.toUpperCase().slice(0, 17).padEnd(17, 'X')}`,
    name,
    path: '/',
    description: undefined,
    createdAtMs,
    tags: new Map(),
    versions: new Map([['v1', { id: 'v1', createdAtMs, text, document: parsePolicy(text, 'identity') }]]),
    defaultVersionId: 'v1',
    nextVersion: 2,
    updatedAtMs: createdAtMs,
  };
}
