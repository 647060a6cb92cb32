import { beforeEach, describe, expect, test } from '@jest/globals';
import { AdjustableClock } from '../../clock.ts';
import { InProcessAws } from '../../testing/in-process-aws.ts';
import {
  activeRoot,
  createAuthority,
  csrWhenReady,
  issue,
  issueInput,
  succeeded,
} from '../../testing/in-process-hierarchy.ts';
import { newCsr } from '../../testing/requests.ts';
import { quotas } from '../settings.ts';

const dayMs = 24 * 60 * 60 * 1000;

let aws: InProcessAws;

// The clock stands still unless a test moves it, so that no delay passes by itself.
beforeEach(() => {
  const startMs = Date.now();
  aws = new InProcessAws({ clock: new AdjustableClock(() => startMs) });
});

const configuration = {
  KeyAlgorithm: 'EC_prime256v1',
  SigningAlgorithm: 'SHA256WITHECDSA',
  Subject: { CommonName: 'root' },
};

const create = (more: object = {}) =>
  aws.pca('CreateCertificateAuthority', {
    CertificateAuthorityType: 'ROOT',
    CertificateAuthorityConfiguration: configuration,
    ...more,
  });

const call = (operation: string, arn: string, more: object = {}) =>
  aws.pca(operation, { CertificateAuthorityArn: arn, ...more });

async function describeCa(arn: string): Promise<Record<string, unknown>> {
  const { CertificateAuthority } = succeeded(await call('DescribeCertificateAuthority', arn));
  return CertificateAuthority as Record<string, unknown>;
}

describe('creation', () => {
  test('takes its time: until then the CA is CREATING and has no request', async () => {
    await aws.admin('PUT', '/settings', { creationDelayMs: 500 });
    const arn = String(succeeded(await create())['CertificateAuthorityArn']);
    expect((await describeCa(arn))['Status']).toBe('CREATING');
    expect((await call('GetCertificateAuthorityCsr', arn)).error).toBe('RequestInProgressException');
    aws.aws.clock.offsetMs += 500;
    // The delay is over; the key itself is made by the machine's own time.
    expect(await csrWhenReady(aws, arn)).toMatch(/BEGIN CERTIFICATE REQUEST/);
    expect((await describeCa(arn))['Status']).toBe('PENDING_CERTIFICATE');
  });

  test('with the same token within five minutes creates one CA', async () => {
    const first = await create({ IdempotencyToken: 'once' });
    expect((await create({ IdempotencyToken: 'once' })).body).toEqual(first.body);
    aws.aws.clock.offsetMs += 5 * 60 * 1000;
    expect((await create({ IdempotencyToken: 'once' })).body).not.toEqual(first.body);
  });

  test('ends at AWS’s quota', async () => {
    for (let count = 0; count < quotas.authoritiesPerRegion; count += 1) succeeded(await create());
    expect((await create()).error).toBe('LimitExceededException');
  });

  test.each([
    [
      'custom attributes among standard ones',
      { Subject: { CommonName: 'a', CustomAttributes: [{ ObjectIdentifier: '1.2.3', Value: 'b' }] } },
    ],
    ['a key that the region does not offer', { KeyAlgorithm: 'SM2', SigningAlgorithm: 'SM3WITHSM2' }],
  ])('is refused with %s', async (_name, more) => {
    const answer = await create({ CertificateAuthorityConfiguration: { ...configuration, ...more } });
    expect(answer.error).toBe('InvalidArgsException');
  });
});

describe('an active CA', () => {
  test('is described as AWS describes it', async () => {
    const arn = await activeRoot(aws, { commonName: 'root' });
    expect(await describeCa(arn)).toEqual({
      Arn: arn,
      OwnerAccount: aws.aws.accountId,
      CreatedAt: expect.any(Number),
      LastStateChangeAt: expect.any(Number),
      Type: 'ROOT',
      Serial: expect.stringMatching(/^([0-9a-f]{2}:){15}[0-9a-f]{2}$/),
      Status: 'ACTIVE',
      NotBefore: expect.any(Number),
      NotAfter: expect.any(Number),
      CertificateAuthorityConfiguration: {
        KeyAlgorithm: 'EC_prime256v1',
        SigningAlgorithm: 'SHA256WITHECDSA',
        Subject: { Organization: 'Example', CommonName: 'root' },
      },
      RevocationConfiguration: { CrlConfiguration: { Enabled: false }, OcspConfiguration: { Enabled: false } },
      KeyStorageSecurityStandard: 'FIPS_140_2_LEVEL_3_OR_HIGHER',
      UsageMode: 'GENERAL_PURPOSE',
    });
  });

  test('issues in its own time: until then the certificate is in progress', async () => {
    const arn = await activeRoot(aws, { commonName: 'root' });
    await aws.admin('PUT', '/settings', { issuanceDelayMs: 3000 });
    const input = issueInput(arn, (await newCsr({ CommonName: 'leaf' })).toString());
    const { CertificateArn } = succeeded(await aws.pca('IssueCertificate', input));
    const get = () => call('GetCertificate', arn, { CertificateArn });
    expect((await get()).error).toBe('RequestInProgressException');
    aws.aws.clock.offsetMs += 2999;
    expect((await get()).error).toBe('RequestInProgressException');
    aws.aws.clock.offsetMs += 1;
    expect((await get()).error).toBeUndefined();
  });

  test('expires with its certificate, and then issues nothing', async () => {
    const arn = await activeRoot(aws, { commonName: 'root', validity: { Type: 'DAYS', Value: 1 } });
    aws.aws.clock.offsetMs += dayMs;
    expect((await describeCa(arn))['Status']).toBe('EXPIRED');
    const csr = (await newCsr({ CommonName: 'leaf' })).toString();
    expect((await issue(aws, arn, csr)).error).toBe('InvalidStateException');
  });
});

describe('deletion', () => {
  test('is refused while the CA is active, can be undone for some days, and is for good after them', async () => {
    const arn = await activeRoot(aws, { commonName: 'root' });
    expect((await call('DeleteCertificateAuthority', arn)).error).toBe('InvalidStateException');
    succeeded(await call('UpdateCertificateAuthority', arn, { Status: 'DISABLED' }));
    succeeded(await call('DeleteCertificateAuthority', arn, { PermanentDeletionTimeInDays: 7 }));
    const { Status, RestorableUntil } = await describeCa(arn);
    expect(Status).toBe('DELETED');
    expect(RestorableUntil).toBe((aws.aws.clock.nowMs() + 7 * dayMs) / 1000);
    succeeded(await call('RestoreCertificateAuthority', arn));
    expect((await describeCa(arn))['Status']).toBe('DISABLED');
    succeeded(await call('DeleteCertificateAuthority', arn, { PermanentDeletionTimeInDays: 7 }));
    aws.aws.clock.offsetMs += 7 * dayMs;
    expect((await call('DescribeCertificateAuthority', arn)).error).toBe('ResourceNotFoundException');
    expect((await call('RestoreCertificateAuthority', arn)).error).toBe('ResourceNotFoundException');
  });

  test.each([6, 31])('takes no restoration period of %i days', async (PermanentDeletionTimeInDays) => {
    const { arn } = await createAuthority(aws, 'ROOT', { commonName: 'root' });
    const answer = await call('DeleteCertificateAuthority', arn, { PermanentDeletionTimeInDays });
    expect(answer.error).toBe('ValidationException');
  });
});

test.each(['CREATING', 'PENDING_CERTIFICATE', 'DELETED', 'EXPIRED', 'FAILED'])(
  'nobody sets the status %s by hand',
  async (Status) => {
    const arn = await activeRoot(aws, { commonName: 'root' });
    expect((await call('UpdateCertificateAuthority', arn, { Status })).error).toBe('InvalidArgsException');
  },
);
