import {
  ACMPCAClient,
  CreateCertificateAuthorityCommand,
  DeleteCertificateAuthorityCommand,
  DescribeCertificateAuthorityCommand,
  GetCertificateAuthorityCsrCommand,
  ImportCertificateAuthorityCertificateCommand,
  IssueCertificateCommand,
  ListCertificateAuthoritiesCommand,
  ListTagsCommand,
  UpdateCertificateAuthorityCommand,
} from '@aws-sdk/client-acm-pca';
import {
  AttachRolePolicyCommand,
  CreateOpenIDConnectProviderCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  DeletePolicyCommand,
  DeleteRoleCommand,
  DetachRolePolicyCommand,
  GetOpenIDConnectProviderCommand,
  IAMClient,
  ListRolesCommand,
} from '@aws-sdk/client-iam';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { exitCode } from '../errors/exit-code.ts';
import { HarnessError } from '../errors/harness-error.ts';
import { createHierarchy } from './ca-hierarchy.ts';
import { planCas } from './ca-plan.ts';
import { callerIdentity } from './caller-identity.ts';
import { assumedRole } from './credential-chain.ts';
import { deleteAuthorities } from './delete-authorities.ts';
import { deleteIamEntity } from './delete-iam-entity.ts';
import { explainingAws } from './explain-aws-error.ts';
import { createIssuerRole, issuerRoleNames } from './issuer-role.ts';
import { taggedAuthorities } from './tagged-authorities.ts';
import { taggedIamEntities } from './tagged-iam.ts';

const account = { accountId: '123456789012', partition: 'aws' };
const arn = 'arn:aws:acm-pca:us-east-1:123456789012:certificate-authority/11111111-2222-3333-4444-555555555555';
const configuration = { region: 'us-east-1', credentials: { accessKeyId: 'AKIA', secretAccessKey: 'none' } };
const { signal } = new AbortController();

const acmPca = mockClient(ACMPCAClient);
const iam = mockClient(IAMClient);
const sts = mockClient(STSClient);

beforeEach(() => {
  for (const mock of [acmPca, iam, sts]) mock.reset();
  acmPca.onAnyCommand().resolves({ Certificate: 'a certificate', CertificateChain: 'a chain' });
  acmPca.on(CreateCertificateAuthorityCommand).resolves({ CertificateAuthorityArn: arn });
  acmPca.on(GetCertificateAuthorityCsrCommand).resolves({ Csr: 'a request' });
  acmPca.on(IssueCertificateCommand).resolves({ CertificateArn: `${arn}/certificate/1` });
  acmPca.on(DescribeCertificateAuthorityCommand).resolves({ CertificateAuthority: { Status: 'ACTIVE', Serial: '1' } });
  acmPca.on(ListCertificateAuthoritiesCommand).resolves({ CertificateAuthorities: [{ Arn: arn, Status: 'ACTIVE' }] });
  iam.onAnyCommand().resolves({});
  const role = { Path: '/', RoleName: 'r', RoleId: 'AROA', CreateDate: new Date(0) };
  iam.on(CreateRoleCommand).resolves({ Role: { ...role, Arn: 'arn:aws:iam::123456789012:role/r' } });
  iam.on(CreatePolicyCommand).resolves({ Policy: { Arn: 'arn:aws:iam::123456789012:policy/p' } });
  iam
    .on(CreateOpenIDConnectProviderCommand)
    .resolves({ OpenIDConnectProviderArn: 'arn:aws:iam::123456789012:oidc-provider/p' });
});

afterEach(() => {
  for (const mock of [acmPca, iam, sts]) mock.reset();
});

/** An error as the SDK makes it of AWS's answer. */
const awsError = (name: string, message = 'what AWS says'): Error =>
  Object.assign(new Error(message), { name, $fault: 'client', $metadata: { httpStatusCode: 400 } });

const names = issuerRoleNames({ runId: 'r1' }, account);
const removed = (entity: Parameters<typeof deleteIamEntity>[1]) =>
  deleteIamEntity(new IAMClient(configuration), entity, names.policyArn, signal);

const parts = {
  'creating the hierarchy': () =>
    createHierarchy(new ACMPCAClient(configuration), {
      ...{ runId: 'r1', keyAlgorithm: 'RSA_2048', signal, waitingFor: () => undefined },
      plan: planCas({ depth: 2, issuingPathLength: 1 }),
    }),
  'removing CAs': () => deleteAuthorities(new ACMPCAClient(configuration), [arn], signal),
  'looking for CAs': () => taggedAuthorities(new ACMPCAClient(configuration), signal),
  'creating the role': () =>
    createIssuerRole(new IAMClient(configuration), {
      ...{ runId: 'r1', account, caArn: arn, signal },
      trust: { by: 'web-identity', oidcIssuer: 'https://oidc.example' },
    }),
  'removing the role': () => removed({ kind: 'role', arn: names.roleArn }),
  'removing the policy': () => removed({ kind: 'policy', arn: names.policyArn }),
  'looking for roles': () => taggedIamEntities(new IAMClient(configuration), signal),
  'opening a session': () => assumedRole(new STSClient(configuration), 'arn:aws:iam::123456789012:role/r', signal),
  'asking who calls': () => callerIdentity({ fips: false }, 'us-east-1', signal),
} as const;

/** Every service may answer these to any call. */
const common = ['AccessDeniedException', 'ExpiredTokenException', 'ThrottlingException', 'ServiceUnavailable'];
const ofIam = ['AccessDenied', 'ExpiredToken', 'Throttling', 'ServiceFailureException'];

/** By call: what its page in AWS's API reference lists, beside what is common. Those that are waited out are left out. */
const documented: readonly [keyof typeof parts, string, () => { rejects(error: Error): unknown }, readonly string[]][] =
  [
    [
      'creating the hierarchy',
      'CreateCertificateAuthority',
      () => acmPca.on(CreateCertificateAuthorityCommand),
      ['InvalidArgsException', 'InvalidPolicyException', 'InvalidTagException', 'LimitExceededException', ...common],
    ],
    [
      'creating the hierarchy',
      'GetCertificateAuthorityCsr',
      () => acmPca.on(GetCertificateAuthorityCsrCommand),
      ['InvalidArnException', 'InvalidStateException', 'RequestFailedException', ...common],
    ],
    [
      'creating the hierarchy',
      'IssueCertificate',
      () => acmPca.on(IssueCertificateCommand),
      [
        'InvalidArgsException',
        'InvalidArnException',
        'InvalidStateException',
        'LimitExceededException',
        'MalformedCSRException',
        'ValidationException',
        ...common,
      ],
    ],
    [
      'creating the hierarchy',
      'ImportCertificateAuthorityCertificate',
      () => acmPca.on(ImportCertificateAuthorityCertificateCommand),
      [
        'CertificateMismatchException',
        'ConcurrentModificationException',
        'InvalidArnException',
        'InvalidRequestException',
        'InvalidStateException',
        'MalformedCertificateException',
        'RequestFailedException',
        'RequestInProgressException',
        ...common,
      ],
    ],
    [
      'creating the hierarchy',
      'DescribeCertificateAuthority',
      () => acmPca.on(DescribeCertificateAuthorityCommand),
      ['InvalidArnException', ...common],
    ],
    [
      'removing CAs',
      'UpdateCertificateAuthority',
      () => acmPca.on(UpdateCertificateAuthorityCommand),
      ['InvalidArgsException', 'InvalidArnException', 'InvalidPolicyException', ...common],
    ],
    [
      'removing CAs',
      'DeleteCertificateAuthority',
      () => acmPca.on(DeleteCertificateAuthorityCommand),
      ['InvalidArnException', ...common],
    ],
    [
      'looking for CAs',
      'ListCertificateAuthorities',
      () => acmPca.on(ListCertificateAuthoritiesCommand),
      ['InvalidNextTokenException', ...common],
    ],
    [
      'looking for CAs',
      'ListTags',
      () => acmPca.on(ListTagsCommand),
      ['InvalidArnException', 'RequestFailedException', ...common],
    ],
    [
      'creating the role',
      'CreatePolicy',
      () => iam.on(CreatePolicyCommand),
      [
        'ConcurrentModificationException',
        'EntityAlreadyExistsException',
        'InvalidInputException',
        'LimitExceededException',
        'MalformedPolicyDocumentException',
        ...ofIam,
      ],
    ],
    [
      'creating the role',
      'CreateOpenIDConnectProvider',
      () => iam.on(CreateOpenIDConnectProviderCommand),
      // A provider that is there already is no error: it is used.
      [
        'ConcurrentModificationException',
        'InvalidInputException',
        'LimitExceededException',
        'OpenIdIdpCommunicationErrorException',
        ...ofIam,
      ],
    ],
    [
      'creating the role',
      'GetOpenIDConnectProvider',
      () => {
        iam.on(CreateOpenIDConnectProviderCommand).rejects(awsError('EntityAlreadyExistsException'));
        return iam.on(GetOpenIDConnectProviderCommand);
      },
      ['InvalidInputException', ...ofIam],
    ],
    [
      'creating the role',
      'CreateRole',
      () => iam.on(CreateRoleCommand),
      [
        'ConcurrentModificationException',
        'EntityAlreadyExistsException',
        'InvalidInputException',
        'LimitExceededException',
        'MalformedPolicyDocumentException',
        ...ofIam,
      ],
    ],
    [
      'creating the role',
      'AttachRolePolicy',
      () => iam.on(AttachRolePolicyCommand),
      [
        'InvalidInputException',
        'LimitExceededException',
        'PolicyNotAttachableException',
        'UnmodifiableEntityException',
        ...ofIam,
      ],
    ],
    [
      'removing the role',
      'DetachRolePolicy',
      () => iam.on(DetachRolePolicyCommand),
      ['InvalidInputException', 'LimitExceededException', 'UnmodifiableEntityException', ...ofIam],
    ],
    [
      'removing the role',
      'DeleteRole',
      () => iam.on(DeleteRoleCommand),
      ['ConcurrentModificationException', 'LimitExceededException', 'UnmodifiableEntityException', ...ofIam],
    ],
    [
      'removing the policy',
      'DeletePolicy',
      () => iam.on(DeletePolicyCommand),
      ['InvalidInputException', 'LimitExceededException', ...ofIam],
    ],
    ['looking for roles', 'ListRoles', () => iam.on(ListRolesCommand), ofIam],
    [
      'opening a session',
      'AssumeRole',
      () => sts.on(AssumeRoleCommand),
      [
        'ExpiredTokenException',
        'MalformedPolicyDocumentException',
        'PackedPolicyTooLargeException',
        'RegionDisabledException',
        ...ofIam,
      ],
    ],
    [
      'asking who calls',
      'GetCallerIdentity',
      () => sts.on(GetCallerIdentityCommand),
      ['ExpiredToken', 'InvalidClientTokenId', 'SignatureDoesNotMatch', 'Throttling'],
    ],
  ];

describe('what AWS documents for each call that is made', () => {
  test.each(documented.flatMap(([part, operation, on, codes]) => codes.map((code) => ({ part, operation, code, on }))))(
    '$operation: $code is told with a remedy, $part',
    async ({ part, code, on }) => {
      on().rejects(awsError(code));
      const failure = await explainingAws({ region: 'us-east-1' }, parts[part] as () => Promise<unknown>).catch(
        (error: unknown) => error,
      );
      expect(failure).toBeInstanceOf(HarnessError);
      const { message, remedy } = failure as HarnessError;
      expect(message).toContain(`${code}: what AWS says`);
      expect(remedy).toMatch(/\S{2,}.*\.$/s);
    },
  );
});

const explained = async (error: Error) =>
  (await explainingAws({ region: 'eu-west-1', profile: 'dev' }, () => Promise.reject(error)).catch(
    (failure: unknown) => failure,
  )) as HarnessError;

describe('the remedy', () => {
  test('names the action that is missing, and on what', async () => {
    const message = `User: arn:aws:iam::123456789012:user/u is not authorized to perform: acm-pca:CreateCertificateAuthority on resource: ${arn} because no identity-based policy allows the acm-pca:CreateCertificateAuthority action`;
    const { message: told, remedy } = await explained(awsError('AccessDeniedException', message));
    expect(told).toContain('acm-pca:CreateCertificateAuthority');
    expect(remedy).toContain(`Allow acm-pca:CreateCertificateAuthority on `);
  });

  test('of an expired session is to sign in again, with the same profile', async () => {
    const error = await explained(awsError('ExpiredTokenException'));
    expect(error).toMatchObject({
      exitCode: exitCode.machineUnfit,
      remedy: expect.stringContaining('aws sso login --profile dev'),
    });
  });

  test('of a region that is none speaks of --region', async () => {
    const noSuchHost = Object.assign(new Error('getaddrinfo ENOTFOUND acm-pca.eu-nowhere-1.amazonaws.com'), {
      code: 'ENOTFOUND',
    });
    expect((await explained(noSuchHost)).remedy).toContain('--region');
  });

  test('of a full account names the command that removes what killed runs left', async () => {
    expect((await explained(awsError('LimitExceededException'))).remedy).toContain('pca-e2e clean --aws real');
  });

  test('of a code that nobody has heard of is still one', async () => {
    expect((await explained(awsError('BrandNewException'))).remedy).toContain("AWS's documentation");
  });

  test.each([
    'InvalidIdentityToken',
    'InvalidIdentityTokenException',
    'IDPCommunicationError',
    'IDPCommunicationErrorException',
  ])("of %s speaks of the cluster's OIDC issuer", async (code) => {
    expect((await explained(awsError(code))).remedy).toContain('/.well-known/openid-configuration');
  });

  test('is not made up for errors that are none of AWS', async () => {
    const own = new TypeError('a mistake in the harness');
    expect(await explained(own)).toBe(own);
  });
});
