import { describe, expect, test } from '@jest/globals';
import type { RealAwsAccount } from '../aws/aws-account.ts';
import { defaultRunOptions, type RunOptions } from '../flow/run.ts';
import { describeAwsPlan } from './describe-aws-plan.ts';

const account: RealAwsAccount = {
  ...{ kind: 'real', fips: false, region: 'eu-central-1', partition: 'aws', accountId: '123456789012' },
  principalArn: 'arn:aws:iam::123456789012:user/dev',
};

const plan = (options: Partial<RunOptions> = {}, isKept = false) =>
  describeAwsPlan({
    account,
    isKept,
    run: { id: 'r1', folder: '/out', options: { ...defaultRunOptions, aws: 'real', ...options } },
  });

describe('what a run in AWS itself shows before it asks', () => {
  test('whose account it is, and where', () => {
    expect(plan()).toContain(
      'AWS account 123456789012, eu-central-1 (partition aws)\n  as arn:aws:iam::123456789012:user/dev',
    );
  });

  test('each thing that it will make, by name and tag', () => {
    expect(plan()).toContain(
      [
        'Created, with the tag istio-pca-e2e.run=r1, and removed at the end:',
        '  root CA "Istio e2e Root CA", general purpose, RSA_2048',
        '  subordinate CA "Istio e2e Subordinate CA", general purpose, RSA_2048',
        '  policy /istio-pca-e2e/AWSPCAIssuerPolicy-r1',
        '  role /istio-pca-e2e/istio-pca-e2e-issuer-r1',
      ].join('\n'),
    );
  });

  test('the OIDC provider of an existing cluster; on kind there is none', () => {
    const existingCluster = { context: 'eks', onExisting: 'refuse', kubeconfigFiles: [] } as const;
    const line = "\n  OIDC provider of the cluster's issuer, unless the account has it already\n";
    expect(plan({ provider: 'existing', existingCluster })).toContain(line);
    expect(plan()).not.toContain('OIDC');
  });

  test('what that costs: two CAs by the hour, three certificates once, and where the prices are from', () => {
    const text = plan();
    expect(text).toContain('2 CAs at 400.00 USD a month each, prorated from creation to deletion: 1.10 USD an hour');
    expect(text).toContain('3 certificates at 0.75 USD or less: 2.25 USD');
    expect(text).toMatch(/prices of \d{4}-\d\d-\d\d on https:\/\/aws\.amazon\.com\/private-ca\/pricing\//);
  });

  test('that a kept run goes on costing', () => {
    expect(plan({}, true)).toContain('left until `pca-e2e down`');
  });

  test('with a CA that is there already: none is made, and one certificate is paid for', () => {
    const issuingCaArn = 'arn:aws:acm-pca:eu-central-1:123456789012:certificate-authority/1';
    const text = plan({ issuingCaArn });
    expect(text).toContain(`is not changed:\n  ${issuingCaArn}`);
    expect(text).not.toContain('general purpose');
    expect(text).toContain('1 certificate at 0.75 USD or less: 0.75 USD');
  });
});
