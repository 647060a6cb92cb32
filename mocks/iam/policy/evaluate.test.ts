import { describe, expect, test } from '@jest/globals';
import { authorise } from '../authorise.ts';
import { evaluate } from './evaluate.ts';
import { MalformedPolicyError, parsePolicy } from './policy-document.ts';

const caArn = 'arn:aws:acm-pca:eu-central-1:123456789012:certificate-authority/1';

// biome-ignore lint/suspicious/noTemplateCurlyInString: this is IAM's variable, not ours.
const userVariable = '${aws:username}';

const identity = (...statements: object[]) =>
  parsePolicy(JSON.stringify({ Version: '2012-10-17', Statement: statements }), 'identity');

const ask = (
  statements: object[],
  conditions: Record<string, string | readonly string[]> = {},
  action = 'acm-pca:IssueCertificate',
) => evaluate([identity(...statements)], { action, resourceArn: caArn, conditions });

const allow = (more: object) => ({ Effect: 'Allow', Action: 'acm-pca:IssueCertificate', Resource: '*', ...more });

describe('actions and resources', () => {
  test.each([
    ['the action itself', {}, 'allow'],
    ['in other letters', { Action: 'ACM-PCA:issuecertificate' }, 'allow'],
    ['a wildcard', { Action: 'acm-pca:Issue*' }, 'allow'],
    ['a question mark', { Action: 'acm-pca:IssueCertificat?' }, 'allow'],
    ['another action', { Action: 'acm-pca:GetCertificate' }, 'silent'],
    ['all but this action', { Action: undefined, NotAction: 'acm-pca:IssueCertificate' }, 'silent'],
    ['all but another', { Action: undefined, NotAction: 'acm-pca:GetCertificate' }, 'allow'],
    ['the resource itself', { Resource: caArn }, 'allow'],
    ['a part of the ARN', { Resource: 'arn:aws:acm-pca:*:123456789012:certificate-authority/*' }, 'allow'],
    ['another resource', { Resource: `${caArn}2` }, 'silent'],
    ['all but this resource', { Resource: undefined, NotResource: caArn }, 'silent'],
  ])('%s', (_name, more, expected) => {
    expect(ask([allow(more)])).toBe(expected);
  });

  test('an explicit deny beats any allow, in whichever order', () => {
    const deny = { Effect: 'Deny', Action: 'acm-pca:*', Resource: '*' };
    expect(ask([allow({}), deny])).toBe('deny');
    expect(ask([deny, allow({})])).toBe('deny');
  });
});

describe('conditions', () => {
  const template = { 'acm-pca:templatearn': 'arn:aws:acm-pca:::template/EndEntityCertificate/V1' };
  test.each<[string, object, Record<string, string | readonly string[]>, string]>([
    ['StringEquals', { StringEquals: { 'acm-pca:TemplateArn': template['acm-pca:templatearn'] } }, template, 'allow'],
    ['StringEquals with another value', { StringEquals: { 'acm-pca:TemplateArn': 'x' } }, template, 'silent'],
    ['one of several values', { StringEquals: { key: ['a', 'b'] } }, { key: 'b' }, 'allow'],
    ['a key that is missing', { StringEquals: { key: 'a' } }, {}, 'silent'],
    ['…IfExists with a missing key', { StringEqualsIfExists: { key: 'a' } }, {}, 'allow'],
    ['StringNotEquals', { StringNotEquals: { key: 'a' } }, { key: 'b' }, 'allow'],
    ['StringNotEquals with a missing key', { StringNotEquals: { key: 'a' } }, {}, 'allow'],
    ['StringLike', { StringLike: { key: 'end*' } }, { key: 'endentity' }, 'allow'],
    ['StringNotLike', { StringNotLike: { key: 'sub*' } }, { key: 'subordinate' }, 'silent'],
    ['ArnLike', { ArnLike: { key: 'arn:aws:iam::*:role/*' } }, { key: 'arn:aws:iam::1:role/a/b' }, 'allow'],
    [
      'ArnLike does not reach over colons',
      { ArnLike: { key: 'arn:*:role/a' } },
      { key: 'arn:aws:iam::1:role/a' },
      'silent',
    ],
    ['Bool', { Bool: { 'aws:SecureTransport': 'true' } }, { 'aws:securetransport': 'true' }, 'allow'],
    ['NumericLessThan', { NumericLessThan: { key: '10' } }, { key: '9' }, 'allow'],
    ['NumericLessThan by number, not by letters', { NumericLessThan: { key: '10' } }, { key: '100' }, 'silent'],
    ['DateGreaterThan', { DateGreaterThan: { key: '2026-01-01T00:00:00Z' } }, { key: '2026-06-01T00:00:00Z' }, 'allow'],
    ['Null, for a key that is missing', { Null: { key: 'true' } }, {}, 'allow'],
    ['Null, for a key that is there', { Null: { key: 'true' } }, { key: 'a' }, 'silent'],
    ['ForAnyValue', { 'ForAnyValue:StringEquals': { key: ['a'] } }, { key: ['b', 'a'] }, 'allow'],
    ['ForAllValues', { 'ForAllValues:StringEquals': { key: ['a'] } }, { key: ['b', 'a'] }, 'silent'],
    ['ForAllValues without a value', { 'ForAllValues:StringEquals': { key: ['a'] } }, {}, 'allow'],
    ['a variable', { StringEquals: { key: userVariable } }, { key: 'me', 'aws:username': 'me' }, 'allow'],
    ['a variable that is not there', { StringEquals: { key: userVariable } }, { key: '' }, 'silent'],
    ['all conditions must hold', { StringEquals: { a: '1' }, StringLike: { b: '2' } }, { a: '1', b: '3' }, 'silent'],
    ['an operator that does not exist', { StringSounds: { key: 'a' } }, { key: 'a' }, 'silent'],
  ])('%s', (_name, Condition, context, expected) => {
    expect(ask([allow({ Condition })], context)).toBe(expected);
  });
});

test.each([
  ['no JSON', 'nonsense'],
  ['no statement', { Statement: [] }],
  ['an unknown effect', { Statement: [{ ...allow({}), Effect: 'Maybe' }] }],
  ['an action without its service', { Statement: [allow({ Action: 'IssueCertificate' })] }],
  ['no resource', { Statement: [allow({ Resource: undefined })] }],
  ['a principal in an identity policy', { Statement: [allow({ Principal: '*' })] }],
  ['an unknown element', { Statement: [allow({ Actions: 'x' })] }],
  ['an unknown version', { Version: '2020-01-01', Statement: [allow({})] }],
])('a policy with %s is malformed', (_name, document) => {
  const text = typeof document === 'string' ? document : JSON.stringify(document);
  expect(() => parsePolicy(text, 'identity')).toThrow(MalformedPolicyError);
});

describe('all the policies together', () => {
  const principal = {
    kind: 'user' as const,
    arn: 'arn:aws:iam::123456789012:user/me',
    entityArn: 'arn:aws:iam::123456789012:user/me',
    accountId: '123456789012',
    userId: 'AIDA',
    conditions: {},
  };
  const yes = [identity(allow({}))];
  const none = { boundary: undefined, session: undefined };
  const grantTo = (AWS: string) =>
    parsePolicy(
      JSON.stringify({ Statement: [{ Effect: 'Allow', Principal: { AWS }, Action: 'acm-pca:*', Resource: caArn }] }),
      'resource',
    );
  const access = { action: 'acm-pca:IssueCertificate', resourceArn: caArn };

  test.each([
    ['nothing', { identity: [], ...none }, {}, /no identity-based policy allows/],
    ['an identity policy', { identity: yes, ...none }, {}, undefined],
    [
      'a boundary that is silent',
      { identity: yes, boundary: [], session: undefined },
      {},
      /no permissions boundary allows/,
    ],
    [
      'a session policy that is silent',
      { identity: yes, boundary: undefined, session: [] },
      {},
      /no session policy allows/,
    ],
    [
      'a resource policy alone, in one account',
      { identity: [], ...none },
      { resourcePolicy: grantTo(principal.arn) },
      undefined,
    ],
    [
      'a resource policy for the account alone',
      { identity: [], ...none },
      { resourcePolicy: grantTo('123456789012') },
      /no identity-based/,
    ],
    [
      'another account’s CA without a resource policy',
      { identity: yes, ...none },
      { resourceAccountId: '210987654321' },
      /no resource-based policy allows/,
    ],
    [
      'both, across accounts',
      { identity: yes, ...none },
      { resourceAccountId: '210987654321', resourcePolicy: grantTo('123456789012') },
      undefined,
    ],
    [
      'a resource policy alone, across accounts',
      { identity: [], ...none },
      { resourceAccountId: '210987654321', resourcePolicy: grantTo(principal.arn) },
      /no identity-based/,
    ],
  ])('%s', (_name, policies, resource, refusal) => {
    const ruling = authorise(principal, policies, { ...access, ...resource }, {});
    expect(ruling.allowed).toBe(refusal === undefined);
    expect(ruling.reason).toMatch(refusal ?? /^$/);
  });
});
