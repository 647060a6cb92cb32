import { beforeAll, describe, expect, test } from '@jest/globals';
import { parsePemBundle, readPemBundle } from './pem-bundle.ts';
import { type GuideChain, makeGuideChain, pemOf } from './test-chain.ts';
import { UnreadableCertificateError } from './unreadable-certificate-error.ts';

let chain: GuideChain;
let good: string;

beforeAll(async () => {
  chain = await makeGuideChain();
  good = chain.leaf.certificate.pem;
});

describe('parsePemBundle', () => {
  test('reads every certificate in the order of the text', () => {
    const subjects = parsePemBundle(pemOf(chain.certificates)).map(({ subject }) => subject);
    expect(subjects).toEqual([
      '',
      'CN=istio-ca',
      'CN=Guide Subordinate CA,O=Example Corp,C=DE',
      'CN=Guide Root CA,O=Example Corp,C=DE',
      'CN=Guide Root CA,O=Example Corp,C=DE',
    ]);
  });

  test.each([
    ['Windows line breaks', (pem: string) => pem.replaceAll('\n', '\r\n')],
    ['blank lines around', (pem: string) => `\n\n${pem}\n  \n`],
    ['no line break at the end', (pem: string) => pem.trimEnd()],
    ['base64 in one line', (pem: string) => pem.replace(/(?<![- ]-*)\n(?!-)/g, '')],
  ])('reads %s as the same certificate', (_, change) => {
    expect(parsePemBundle(change(good))).toEqual([chain.leaf.certificate]);
  });

  test('gives frozen values', () => {
    const [certificate] = parsePemBundle(good);
    expect(Object.isFrozen(certificate) && Object.isFrozen(certificate?.subjectAlternativeNames)).toBe(true);
  });

  test.each([
    ['an empty text', () => '', 'the bundle: expected PEM certificates, got an empty text'],
    ['blank space', () => ' \n\n', 'the bundle: expected PEM certificates, got an empty text'],
    [
      'text before',
      () => `subject=x\n${good}`,
      'the bundle, line 1: expected -----BEGIN CERTIFICATE-----, got 9 characters of other text',
    ],
    [
      'trailing garbage',
      () => `${good}x`,
      /^the bundle, line \d+: expected -----BEGIN CERTIFICATE-----, got 1 character of other text$/,
    ],
    [
      'a missing end',
      () => `${good}${good.replace(/-----END.*\n/, '')}`,
      /^the bundle, block 2 \(line \d+\): expected -----END CERTIFICATE-----, got the end of the text$/,
    ],
    [
      'an end that the next certificate cuts off',
      () => `${good.replace(/-----END.*\n/, '')}${good}`,
      /^the bundle, block 1 \(line 1\): expected -----END CERTIFICATE-----, got the next BEGIN in line \d+$/,
    ],
    [
      'an end of something else',
      () => good.replace('END CERTIFICATE', 'END PUBLIC KEY'),
      'the bundle, block 1 (line 1): expected -----END CERTIFICATE-----, got -----END PUBLIC KEY-----',
    ],
    [
      'certificates joined without a line break',
      () => good.trimEnd() + good,
      /^the bundle, line \d+: expected a line break before -----BEGIN, got none$/,
    ],
    [
      'a private key',
      () => `${good}-----BEGIN RSA PRIVATE KEY-----\nc2VjcmV0\n-----END RSA PRIVATE KEY-----\n`,
      /^the bundle, block 2 \(line \d+\): expected a CERTIFICATE, got a RSA PRIVATE KEY$/,
    ],
    [
      'an empty block',
      () => '-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n',
      'the bundle, block 1 (line 1): expected base64, got an empty block',
    ],
    [
      'characters that are not base64',
      () => good.replace('MII', 'M!*'),
      'the bundle, block 1 (line 1): expected base64, got 2 characters of another alphabet',
    ],
    [
      'base64 with a character lost',
      () => good.replace('MII', 'MI'),
      /^the bundle, block 1 \(line 1\): expected base64, got \d+ characters, which is no whole number of bytes$/,
    ],
    [
      'bytes that are no certificate',
      () => '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n',
      /^the bundle, block 1 \(line 1\): expected a DER certificate, got 3 bytes that are none \(.+\)$/,
    ],
    [
      'bytes after the certificate',
      () => asPem(Buffer.concat([chain.leaf.certificate.der, Buffer.alloc(2)])),
      /expected a DER certificate, got \d+ bytes that are none \(expected \d+ bytes, got 2 more after them\)$/,
    ],
    [
      'a certificate cut short',
      () => asPem(Buffer.from(chain.leaf.certificate.der).subarray(0, 90)),
      /expected a DER certificate, got 90 bytes that are none \(.+\)$/,
    ],
  ])('rejects %s', (_, text, message) => {
    const read = () => parsePemBundle(text(), 'the bundle');
    expect(read).toThrow(UnreadableCertificateError);
    expect(read).toThrow(message);
  });

  test('never quotes what it cannot read: it may be a key', () => {
    const secret = Buffer.from('not for any log').toString('base64');
    for (const text of [
      secret,
      `-----BEGIN PRIVATE KEY-----\n${secret}\n-----END PRIVATE KEY-----`,
      `-----BEGIN CERTIFICATE-----\n${secret}\n-----END CERTIFICATE-----`,
    ]) {
      const { entries, errors } = readPemBundle(text);
      const problems = [...errors, ...entries.map((entry) => ('error' in entry ? entry.error : undefined))];
      const told = problems.map((problem) => `${problem?.message} ${problem?.remedy}`).join();
      expect(told).toContain('expected');
      expect(told).not.toContain(secret);
    }
  });

  test('keeps the failure underneath as the cause', () => {
    const { entries } = readPemBundle('-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n');
    expect(entries).toEqual([{ error: expect.objectContaining({ cause: expect.any(Error) }) }]);
  });
});

test('readPemBundle reads what it can beside what it cannot', () => {
  const { entries, errors } = readPemBundle(`${good}stray\n-----BEGIN CERTIFICATE-----\nAAAA\n`);
  expect(entries).toEqual([{ certificate: chain.leaf.certificate }, { error: expect.any(UnreadableCertificateError) }]);
  expect(errors.map(({ message }) => message)).toEqual([expect.stringContaining('5 characters of other text')]);
});

function asPem(der: Buffer): string {
  return `-----BEGIN CERTIFICATE-----\n${der.toString('base64')}\n-----END CERTIFICATE-----\n`;
}
