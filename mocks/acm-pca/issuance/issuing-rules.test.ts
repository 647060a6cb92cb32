import { X509Certificate } from 'node:crypto';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { InProcessAws } from '../../testing/in-process-aws.ts';
import {
  activeRoot,
  activeSubordinate,
  createAuthority,
  importCertificate,
  issue,
  issueAndGet,
} from '../../testing/in-process-hierarchy.ts';
import { newCsr } from '../../testing/requests.ts';

const dayMs = 24 * 60 * 60 * 1000;

let aws: InProcessAws;
let rootArn: string;
let csr: string;

beforeAll(async () => {
  aws = new InProcessAws();
  rootArn = await activeRoot(aws, { commonName: 'root' });
  csr = (await newCsr({ CommonName: 'leaf' })).toString();
});

describe('path length', () => {
  test.each([
    [1, 0, undefined],
    [1, 1, 'ValidationException'],
    [0, 0, 'ValidationException'],
    [3, 2, undefined],
    [2, 3, 'ValidationException'],
  ])('a CA with path length %i, asked for a CA with path length %i: %s', async (own, requested, error) => {
    const arn = await activeSubordinate(aws, rootArn, own, { commonName: `path length ${own}` });
    const answer = await issue(aws, arn, csr, { templateName: `SubordinateCACertificate_PathLen${requested}` });
    expect(answer.error).toBe(error);
  });
});

test('a hierarchy has five levels and no sixth', async () => {
  let parent = rootArn;
  for (const pathLength of [3, 2, 1, 0]) {
    parent = await activeSubordinate(aws, parent, pathLength, { commonName: `level ${5 - pathLength}` });
  }
  const { chain } = await issueAndGet(aws, parent, csr);
  expect(chain.match(/BEGIN/g)).toHaveLength(5);
  const answer = await issue(aws, parent, csr, { templateName: 'SubordinateCACertificate_PathLen0' });
  expect(answer.error).toBe('ValidationException');
});

describe('validity', () => {
  test.each([
    ['DAYS', 10, (now: number) => now + 10 * dayMs],
    ['ABSOLUTE', 1_924_948_800, () => 1_924_948_800_000],
    ['END_DATE', 301_231_235_959, () => Date.UTC(2030, 11, 31, 23, 59, 59)],
    ['END_DATE', 20_301_231_235_959, () => Date.UTC(2030, 11, 31, 23, 59, 59)],
  ])('%s %i', async (Type, Value, expectedMs) => {
    const now = Math.floor(aws.aws.clock.nowMs() / 1000) * 1000;
    const { certificate } = await issueAndGet(aws, rootArn, csr, { validity: { Type, Value } });
    const { validToDate, validFromDate } = new X509Certificate(certificate);
    expect(Math.abs(validToDate.getTime() - expectedMs(now))).toBeLessThanOrEqual(1000);
    // AWS's lead of an hour before issuance.
    expect(Math.abs(validFromDate.getTime() - (now - 60 * 60 * 1000))).toBeLessThanOrEqual(1000);
  });

  test.each([
    ['MONTHS', 1, '2027-02-28T12:00:00.000Z'],
    ['MONTHS', 13, '2028-02-29T12:00:00.000Z'],
    ['YEARS', 2, '2029-01-31T12:00:00.000Z'],
  ])('%s %i from the 31st of January', async (Type, Value, expected) => {
    const fresh = new InProcessAws();
    fresh.aws.clock.offsetMs = Date.UTC(2027, 0, 31, 12) - Date.now();
    const arn = await activeRoot(fresh, { commonName: 'root' });
    const { certificate } = await issueAndGet(fresh, arn, csr, { validity: { Type, Value } });
    const difference = new X509Certificate(certificate).validToDate.getTime() - Date.parse(expected);
    expect(difference).toBeGreaterThanOrEqual(0);
    expect(difference).toBeLessThan(10_000);
  });

  test.each([
    ['an end in the past', { Type: 'ABSOLUTE', Value: 1_000_000_000 }, 'ValidationException'],
    ['an end after the issuer’s', { Type: 'YEARS', Value: 11 }, 'ValidationException'],
    ['no time at all', { Type: 'DAYS', Value: 0 }, 'ValidationException'],
    ['a date that does not exist', { Type: 'END_DATE', Value: 20_301_331_000_000 }, 'InvalidArgsException'],
    ['an end beyond X.509', { Type: 'YEARS', Value: 9000 }, 'ValidationException'],
    ['an unknown type', { Type: 'WEEKS', Value: 1 }, 'ValidationException'],
  ])('refuses %s', async (_name, validity, error) => {
    expect((await issue(aws, rootArn, csr, { validity })).error).toBe(error);
  });

  test('ValidityNotBefore moves the beginning and leaves the end alone', async () => {
    const startSeconds = Math.floor(aws.aws.clock.nowMs() / 1000) - 900;
    const { certificate } = await issueAndGet(aws, rootArn, csr, {
      validity: { Type: 'DAYS', Value: 1 },
      more: { ValidityNotBefore: { Type: 'ABSOLUTE', Value: startSeconds } },
    });
    const { validFromDate, validToDate } = new X509Certificate(certificate);
    expect(validFromDate.getTime()).toBe(startSeconds * 1000);
    expect(Math.abs(validToDate.getTime() - (startSeconds * 1000 + 900_000 + dayMs))).toBeLessThanOrEqual(1000);
  });
});

describe('short-lived certificate mode', () => {
  test('issues for seven days and refuses more, and CA certificates', async () => {
    const more = { UsageMode: 'SHORT_LIVED_CERTIFICATE' };
    const arn = await activeSubordinate(aws, rootArn, 1, { commonName: 'short', more });
    expect((await issue(aws, arn, csr, { validity: { Type: 'DAYS', Value: 7 } })).error).toBeUndefined();
    expect((await issue(aws, arn, csr, { validity: { Type: 'DAYS', Value: 8 } })).error).toBe('ValidationException');
    const authority = await issue(aws, arn, csr, {
      validity: { Type: 'DAYS', Value: 1 },
      templateName: 'SubordinateCACertificate_PathLen0',
    });
    expect(authority.error).toBe('InvalidArgsException');
  });
});

describe('a name constraint', () => {
  test('that a CA certificate carries holds for what the CA issues', async () => {
    // permittedSubtrees with the DNS name ok.example
    const Value = Buffer.from('3010a00e300c820a6f6b2e6578616d706c65', 'hex').toString('base64');
    const { arn, csr: ownCsr } = await createAuthority(aws, 'SUBORDINATE', { commonName: 'constrained' });
    const own = await issueAndGet(aws, rootArn, ownCsr, {
      templateName: 'SubordinateCACertificate_PathLen0_APIPassthrough',
      validity: { Type: 'YEARS', Value: 1 },
      more: {
        ApiPassthrough: {
          Extensions: { CustomExtensions: [{ ObjectIdentifier: '2.5.29.30', Value, Critical: true }] },
        },
      },
    });
    expect((await importCertificate(aws, arn, own.certificate, own.chain)).error).toBeUndefined();
    const withName = (DnsName: string) => ({
      templateName: 'EndEntityCertificate_APIPassthrough',
      more: { ApiPassthrough: { Extensions: { SubjectAlternativeNames: [{ DnsName }] } } },
    });
    expect((await issue(aws, arn, csr, withName('a.ok.example'))).error).toBeUndefined();
    expect((await issue(aws, arn, csr, withName('a.bad.example'))).error).toBe('ValidationException');
  });
});

describe('a request', () => {
  const template = (name: string) => ({ more: { TemplateArn: name } });

  test.each([
    ['an unknown template', template('arn:aws:acm-pca:::template/NoSuchCertificate/V1'), 'InvalidArgsException'],
    ['a template that is no template', template('arn:aws:acm-pca:::nothing'), 'InvalidArgsException'],
    ['a root template for the key of somebody else', { templateName: 'RootCACertificate' }, 'InvalidArgsException'],
    ['a token of 37 characters', { more: { IdempotencyToken: 'x'.repeat(37) } }, 'ValidationException'],
  ])('is refused with %s', async (_name, options, error) => {
    expect((await issue(aws, rootArn, csr, options)).error).toBe(error);
  });

  test('with the same token within five minutes gets the same certificate, and a new one after that', async () => {
    const fresh = new InProcessAws();
    const arn = await activeRoot(fresh, { commonName: 'root' });
    const ask = async () =>
      (await issue(fresh, arn, csr, { more: { IdempotencyToken: 'once' } })).body['CertificateArn'];
    const first = await ask();
    expect(await ask()).toBe(first);
    fresh.aws.clock.offsetMs += 5 * 60 * 1000;
    expect(await ask()).not.toBe(first);
    const journal = await fresh.admin('GET', '/journal');
    expect(journal['idempotencyTokens']).toEqual([{ operation: 'IssueCertificate', token: 'once', count: 3 }]);
  });
});
