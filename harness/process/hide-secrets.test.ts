import { describe, expect, test } from '@jest/globals';
import { secretHider } from './hide-secrets.ts';

const pem = ['-----BEGIN EC PRIVATE KEY-----', 'MHcCAQEEIA', '-----END EC PRIVATE KEY-----'];
const certificate = ['-----BEGIN CERTIFICATE-----', 'MIIBszCCAVmg', '-----END CERTIFICATE-----'];
const encoded = (lines: readonly string[]) => Buffer.from(lines.join('\n')).toString('base64');

describe('the output of a command, as it is shown', () => {
  test('has no private key, whose lines come one by one; certificates stay', () => {
    const hide = secretHider();
    expect(['before', ...pem, 'between', ...certificate].map(hide)).toEqual([
      'before',
      '***',
      '***',
      '***',
      'between',
      ...certificate,
    ]);
  });

  test.each([
    [`  tls.key: ${encoded(pem)}`, '  tls.key: ***'],
    [`  tls.crt: ${encoded(certificate)}`, `  tls.crt: ${encoded(certificate)}`],
    ['token eyJhbGciOiJSUzI1NiJ9abc.eyJpc3MiOiJrdWJlIn0.c2lnbmF0dXJlMTIz end', 'token *** end'],
    [
      '{"secretAccessKey": "wJalrXUtnFEMI", "accessKeyId": "AKIA"}',
      '{"secretAccessKey": "***", "accessKeyId": "AKIA"}',
    ],
    ['export AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI', 'export AWS_SECRET_ACCESS_KEY=***'],
    ['password is hunter2', 'password is ***'],
  ])('%s', (line, shown) => {
    expect(secretHider(['hunter2'])(line)).toBe(shown);
  });
});
