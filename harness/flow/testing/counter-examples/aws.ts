import { issuerActions, issuerPolicy } from '../../../aws/issuer-role.ts';
import { guideWishes, makeGuideChain } from '../../../pki/test-chain.ts';
import { hierarchyActiveCheck, pathLengthCheck } from '../../steps/hierarchy-checks.ts';
import { roleAssumedCheck } from '../../steps/issuer-role-checks.ts';
import { neededCalls, type RoleRights, rolePolicyCheck } from '../../steps/role-policy-check.ts';
import type { CounterExample } from './counter-example.ts';

const chain = await makeGuideChain();
const other = await makeGuideChain();
const subordinateOf = ({ subordinate }: typeof chain) => ({
  arn: 'arn:subordinate',
  role: 'subordinate' as const,
  certificatePem: subordinate.certificate.pem,
  status: 'ACTIVE',
  type: 'SUBORDINATE',
});
const root = {
  arn: 'arn:root',
  role: 'root' as const,
  certificatePem: chain.root.certificate.pem,
  status: 'ACTIVE',
  type: 'ROOT',
};
const subordinate = subordinateOf(chain);

const withPathLength = async (basicConstraints: (typeof guideWishes.subordinate)['basicConstraints'] | undefined) => {
  const made = await makeGuideChain({ subordinate: { ...guideWishes.subordinate, basicConstraints } });
  return [pathLengthCheck(made.subordinate.certificate.pem)];
};

const account = { accountId: '111122223333' };
const role = { roleArn: 'arn:aws:iam::111122223333:role/issuer', roleName: 'issuer', policyArn: 'arn:policy' };
const assumed = (arn: string | undefined) => roleAssumedCheck(arn, { account, role, token: 'token' });

const caArn = 'arn:aws:acm-pca:us-east-1:111122223333:certificate-authority/1';
const exact = issuerPolicy(caArn);
const rights: RoleRights = {
  attached: [{ arn: role.policyArn, document: exact }],
  inline: [],
  boundary: undefined,
  caArn,
  authorised: neededCalls,
};
const allowing = (element: object) => {
  const [statement] = exact.Statement;
  return rolePolicyCheck({
    ...rights,
    attached: [{ arn: role.policyArn, document: { ...exact, Statement: [{ ...statement, ...element }] } }],
  });
};

export const awsCounterExamples = {
  'ca-hierarchy-active': {
    held: () => hierarchyActiveCheck([root, subordinate], 2),
    broken: {
      'one of them is disabled': () => hierarchyActiveCheck([root, { ...subordinate, status: 'DISABLED' }], 2),
      'there is one fewer than asked for': () => hierarchyActiveCheck([root], 2),
      'there is none': () => hierarchyActiveCheck([], 2),
      'the CAs have nothing to do with each other': () => hierarchyActiveCheck([root, subordinateOf(other)], 2),
      'the second is a root too': () => hierarchyActiveCheck([root, { ...subordinate, type: 'ROOT' }], 2),
    },
  },
  'ca-hierarchy-path-length': {
    held: () => withPathLength(guideWishes.subordinate.basicConstraints),
    broken: {
      'it is 0': () => withPathLength({ ca: true, pathLength: 0, critical: true }),
      'it is no CA': () => withPathLength(undefined),
    },
  },
  'iam-role-assumed': {
    held: () => assumed('arn:aws:sts::111122223333:assumed-role/issuer/pca-e2e'),
    broken: {
      'it is another role': () => assumed('arn:aws:sts::111122223333:assumed-role/issuer-2/pca-e2e'),
      "it is another account's": () => assumed('arn:aws:sts::444455556666:assumed-role/issuer/pca-e2e'),
      'it is a user': () => assumed('arn:aws:iam::111122223333:user/issuer'),
      'no caller is named': () => assumed(undefined),
    },
  },
  'iam-role-policy': {
    held: () => rolePolicyCheck(rights),
    broken: {
      'it allows all but two calls, which are tried': () =>
        allowing({ Action: undefined, NotAction: ['acm-pca:RevokeCertificate', 'acm-pca:ListCertificateAuthorities'] }),
      'it allows one action more': () => allowing({ Action: [...issuerActions, 'iam:PassRole'] }),
      'it allows one action less': () => allowing({ Action: issuerActions.slice(1) }),
      'it allows every CA': () => allowing({ Resource: '*' }),
      'it has a condition': () => allowing({ Condition: { Bool: { 'aws:SecureTransport': 'true' } } }),
      'it denies': () => allowing({ Effect: 'Deny' }),
      'another policy is attached': () =>
        rolePolicyCheck({ ...rights, attached: [...rights.attached, { arn: 'arn:other', document: exact }] }),
      'there is an inline policy': () => rolePolicyCheck({ ...rights, inline: ['more'] }),
      'there is no policy': () => rolePolicyCheck({ ...rights, attached: [] }),
      'a needed call is refused': () => rolePolicyCheck({ ...rights, authorised: neededCalls.slice(1) }),
      'another call is authorised': () =>
        rolePolicyCheck({ ...rights, authorised: [...neededCalls, 'DeleteCertificateAuthority'] }),
    },
  },
} as const satisfies Record<string, CounterExample>;
