import { describe, expect, test } from '@jest/globals';
import { triesOf } from '../aws/missing-rights.ts';
import { type PolicyDocument, permissionsFor, policyFor } from '../aws/run-policy.ts';
import { realAccountOf } from '../aws/testing/account-of.ts';
import { ownCalls, runPolicy } from './aws-calls.ts';
import { defaultRunOptions, type RunOptions } from './run.ts';

const issuingCaArn =
  'arn:aws:acm-pca:us-east-1:210987654321:certificate-authority/11111111-2222-3333-4444-555555555555';
const existing: Partial<RunOptions> = { provider: 'existing' };
const real = (options: Partial<RunOptions> = {}): RunOptions => ({ ...defaultRunOptions, aws: 'real', ...options });
const account = { accountId: '123456789012', partition: 'aws' };

const statement = ({ Statement }: PolicyDocument, sid: string) => Statement.find(({ Sid }) => Sid === sid);
const resourcesOf = ({ Statement }: PolicyDocument) => Statement.flatMap(({ Resource }) => Resource);

describe('the policy of a run', () => {
  test.each([
    ['kind', real()],
    ['EKS', real(existing)],
    ['a CA that exists already', real({ issuingCaArn })],
  ])('%s: fits into a managed policy, and says everything once', (_, options) => {
    const { Version, Statement } = runPolicy(options, account);
    expect(Version).toBe('2012-10-17');
    const sids = Statement.map(({ Sid }) => Sid);
    expect(sids.filter((sid, at) => !/^[A-Za-z0-9]+$/.test(sid) || sids.indexOf(sid) !== at)).toEqual([]);
    const actions = Statement.flatMap(({ Action }) => Action);
    expect(actions.toSorted()).toEqual([...new Set(permissionsFor(ownCalls(options)))].sort());
    // @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html: white space is not counted.
    expect(JSON.stringify({ Version, Statement }).length).toBeLessThan(6_144);
  });

  test('allows what has a resource on that alone, and only lists on everything', () => {
    const policy = runPolicy(real(existing), account);
    const everywhere = policy.Statement.filter(({ Resource }) => Resource === '*');
    expect(everywhere.flatMap(({ Action }) => Action).filter((action) => !action.includes(':List'))).toEqual([]);
    expect(statement(policy, 'CertificateAuthorities')?.Resource).toEqual([
      'arn:aws:acm-pca:us-east-1:123456789012:certificate-authority/*',
    ]);
    expect(statement(policy, 'PoliciesOfRoles')?.Condition).toEqual({
      ArnLike: { 'iam:PolicyARN': 'arn:aws:iam::123456789012:policy/istio-pca-e2e/*' },
    });
  });

  test('has the OIDC provider on EKS alone; on kind only what finds one', () => {
    expect(statement(runPolicy(real(), account), 'OpenIdConnectProviders')?.Action).toEqual([
      'iam:GetOpenIDConnectProvider',
    ]);
    expect(statement(runPolicy(real(existing), account), 'OpenIdConnectProviders')?.Action).toHaveLength(4);
  });

  test('with a CA that exists already allows reading that one', () => {
    const policy = runPolicy(real({ issuingCaArn }), account);
    expect(statement(policy, 'IssuingCertificateAuthority')).toMatchObject({
      Action: [
        'acm-pca:DescribeCertificateAuthority',
        'acm-pca:GetCertificate',
        'acm-pca:GetCertificateAuthorityCertificate',
      ],
      Resource: [issuingCaArn],
    });
    expect(statement(policy, 'CertificateAuthorities')?.Action).toEqual(['acm-pca:ListTags']);
  });

  test('leaves an account open that is not known without asking, and takes it from the role to assume', () => {
    expect(resourcesOf(runPolicy(real()))).toContain('arn:aws:iam::*:role/istio-pca-e2e/*');
    const assumeRoleArn = 'arn:aws-cn:iam::123456789012:role/ci/e2e';
    const policy = runPolicy(real({ region: 'cn-north-1', awsAccess: { fips: false, assumeRoleArn } }));
    expect(resourcesOf(policy)).toContain('arn:aws-cn:acm-pca:cn-north-1:123456789012:certificate-authority/*');
    expect(statement(policy, 'OwnRole')?.Resource?.[0]).toBe(assumeRoleArn);
  });

  test.each([
    ['us-gov-west-1', 'aws-us-gov'],
    ['cn-northwest-1', 'aws-cn'],
    ['eu-central-1', 'aws'],
  ])('in %s names the partition %s', (region, partition) => {
    const arns = resourcesOf(runPolicy(real({ region }))).filter((resource) => resource !== '*');
    expect(arns.filter((arn) => !arn.startsWith(`arn:${partition}:`))).toEqual([]);
  });

  test('is refused for an action whose resource is not known', () => {
    expect(() => policyFor(['iam:CreateServer'], { region: 'us-east-1', account })).toThrow('iam:CreateServer');
  });
});

test('every right of a run is tried before anything is made, but those that create, and sts:AssumeRole', () => {
  const mock = { region: 'us-east-1', accountId: account.accountId, endpoint: 'http://127.0.0.1' };
  const tries = triesOf(realAccountOf(mock), { tags: [] });
  const untried = permissionsFor(ownCalls(real(existing))).filter((action) => !(action in tries));
  expect(untried.toSorted()).toEqual([
    'acm-pca:CreateCertificateAuthority',
    'iam:CreateOpenIDConnectProvider',
    'iam:CreatePolicy',
    'iam:CreateRole',
    // The caller's own role, where it has one: read before the run is agreed to.
    // AWS refuses it for a role that does not exist too.
    'sts:AssumeRole',
  ]);
});
