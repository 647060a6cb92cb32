import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { hideSecrets, hideSecretsIn, rememberSecret, secretHider } from './hide-secrets.ts';

const projectFolder = join(import.meta.dirname, '../..');
const encoded = (text: string | readonly string[]) => Buffer.from([text].flat().join('\n')).toString('base64');

const body = `MHcCAQEEIA${'x'.repeat(54)}`;
const pem = ['-----BEGIN EC PRIVATE KEY-----', body, '-----END EC PRIVATE KEY-----'];
const certificate = ['-----BEGIN CERTIFICATE-----', 'MIIBszCCAVmg'.repeat(5), '-----END CERTIFICATE-----'];
/** The example that AWS documents, and a session token in the form of AWS's. */
const secretKey = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
const sessionToken = `IQoJb3JpZ2luX2VjEJr//////////wEaCXVzLWVhc3QtMSJH${'Aa0+/'.repeat(30)}==`;
const accessKeyId = 'ASIAIOSFODNN7EXAMPLE';
const jwt = 'eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJrdWJlcm5ldGVzL3NlcnZpY2VhY2NvdW50In0.c2lnbmF0dXJlMTIz';
const auth = encoded('robot:hunter2-of-registry');
const signature = 'fe5f80f77d5fa3beca038a248ff027d0445342fe2855ddc963176630326f1024';

/** What is in none of the texts that are shown. */
const everySecret = [body, secretKey, encodeURIComponent(secretKey), sessionToken.slice(0, 60), jwt, auth, 'hunter2'];

describe('a private key', () => {
  test('is hidden line by line, and in a text; certificates stay', () => {
    const text = ['before', ...pem, 'between', ...certificate];
    const shown = ['before', '***', '***', '***', 'between', ...certificate];
    expect(text.map(secretHider())).toEqual(shown);
    expect(hideSecrets(text.join('\n'))).toBe(shown.join('\n'));
  });

  test('is hidden in documents, also where its lines are items of a list', () => {
    expect(hideSecretsIn({ lines: ['a', ...pem, 'b'], other: [pem.join('\n')], count: 1, none: null })).toEqual({
      ...{ lines: ['a', '***', '***', '***', 'b'], other: ['***\n***\n***'], count: 1, none: null },
    });
  });

  test('whose end was cut off hides what may be of it, and no more', () => {
    const lines = [...pem.slice(0, 2), ...Array.from({ length: 200 }, (_, index) => `line ${index}`)];
    expect(lines.map(secretHider()).slice(-50)).toEqual(lines.slice(-50));
  });

  test.each([
    ['PKCS 8', '-----BEGIN PRIVATE KEY-----', '-----END PRIVATE KEY-----'],
    ['encrypted', '-----BEGIN ENCRYPTED PRIVATE KEY-----', '-----END ENCRYPTED PRIVATE KEY-----'],
    ['OpenSSH', '-----BEGIN OPENSSH PRIVATE KEY-----', '-----END OPENSSH PRIVATE KEY-----'],
    ['PGP', '-----BEGIN PGP PRIVATE KEY BLOCK-----', '-----END PGP PRIVATE KEY BLOCK-----'],
  ])('is known in the form of %s', (_form, begin, end) => {
    expect(hideSecrets([begin, body, end].join('\n'))).toBe('***\n***\n***');
  });

  test('with its newlines escaped leaves JSON as JSON', () => {
    const text = JSON.stringify({ 'tls.key': pem.join('\n'), 'tls.crt': certificate.join('\n'), n: 1 });
    expect(JSON.parse(hideSecrets(text))).toEqual({ 'tls.key': '***', 'tls.crt': certificate.join('\n'), n: 1 });
    const cut = JSON.stringify({ 'tls.key': pem.slice(0, 2).join('\n'), n: 1 });
    expect(JSON.parse(hideSecrets(cut))).toEqual({ 'tls.key': '***', n: 1 });
  });

  test('as base64 in several lines, as `base64` and YAML wrap it, is hidden in all of them', () => {
    const wrapped = encoded(pem).match(/.{1,76}/g) ?? [];
    expect(wrapped.length).toBeGreaterThan(1);
    const text = ['tls.key: |', ...wrapped.map((line) => `  ${line}`), 'tls.crt: x'];
    expect(text.map(secretHider())).toEqual(['tls.key: |', ...wrapped.map(() => '  ***'), 'tls.crt: x']);
  });
});

describe.each([
  ['a secret of Kubernetes', `  tls.key: ${encoded(pem)}`, '  tls.key: ***'],
  ['a key behind its certificate', `  both.pem: ${encoded([...certificate, ...pem])}`, '  both.pem: ***'],
  ['a kubeconfig', `    client-key-data: ${encoded(pem)}`, '    client-key-data: ***'],
  ['a token in a kubeconfig', '    token: abcdef.0123456789abcdef', '    token: ***'],
  ['a password in a kubeconfig', '    password: "hunter2 and more"', '    password: "***"'],
  ['a JSON Web Token', `token ${jwt} end`, 'token *** end'],
  ['a token as a secret has it', `  token: ${encoded(jwt)}`, '  token: ***'],
  ['a token in JSON', `{"token": "${jwt}", "expiresIn": 3600}`, '{"token": "***", "expiresIn": 3600}'],
  ['a credentials file of AWS', `aws_secret_access_key = ${secretKey}`, 'aws_secret_access_key = ***'],
  ['a session in one', `aws_session_token=${sessionToken}`, 'aws_session_token=***'],
  ['the environment', `export AWS_SECRET_ACCESS_KEY=${secretKey}`, 'export AWS_SECRET_ACCESS_KEY=***'],
  ['that of a CI engine', 'CI_JOB_TOKEN=64_abcdefgh', 'CI_JOB_TOKEN=***'],
  [
    'a session in JSON',
    `{"AccessKeyId":"${accessKeyId}","SecretAccessKey":"${secretKey}","SessionToken":"${sessionToken}"}`,
    `{"AccessKeyId":"${accessKeyId}","SecretAccessKey":"***","SessionToken":"***"}`,
  ],
  ['JSON in JSON', `{\\"secretAccessKey\\":\\"${secretKey}\\"}`, '{\\"secretAccessKey\\":\\"***\\"}'],
  [
    'a session in XML',
    `<SecretAccessKey>${secretKey}</SecretAccessKey><SessionToken>${sessionToken}</SessionToken>`,
    '<SecretAccessKey>***</SecretAccessKey><SessionToken>***</SessionToken>',
  ],
  [
    "Go's way to print one",
    `{AccessKeyID:${accessKeyId} SecretAccessKey:${secretKey} Source:static}`,
    `{AccessKeyID:${accessKeyId} SecretAccessKey:*** Source:static}`,
  ],
  ['a pair without names', `${accessKeyId}:${secretKey}`, `${accessKeyId}:***`],
  ['a described pod', `      AWS_SECRET_ACCESS_KEY:  ${secretKey}`, '      AWS_SECRET_ACCESS_KEY:  ***'],
  [
    'a container in JSON',
    `{"name":"AWS_SECRET_ACCESS_KEY","value":"${secretKey}"}`,
    '{"name":"AWS_SECRET_ACCESS_KEY","value":"***"}',
  ],
  [
    'a presigned URL',
    `https://bucket.s3.amazonaws.com/key?X-Amz-Credential=${accessKeyId}%2F20260101&X-Amz-Security-Token=${encodeURIComponent(sessionToken)}&X-Amz-Expires=60&X-Amz-Signature=${signature}`,
    'https://bucket.s3.amazonaws.com/key?X-Amz-Credential=***&X-Amz-Security-Token=***&X-Amz-Expires=60&X-Amz-Signature=***',
  ],
  [
    'a signed request',
    `Authorization: AWS4-HMAC-SHA256 Credential=${accessKeyId}/20260101/us-east-1/acm-pca/aws4_request, SignedHeaders=host, Signature=${signature}`,
    `Authorization: AWS4-HMAC-SHA256 Credential=${accessKeyId}/20260101/us-east-1/acm-pca/aws4_request, SignedHeaders=host, Signature=***`,
  ],
  ['its session', `X-Amz-Security-Token: ${sessionToken}`, 'X-Amz-Security-Token: ***'],
  ['basic authorization', `authorization: Basic ${auth}`, 'authorization: Basic ***'],
  [
    'a header in Go',
    'map[Authorization:[Bearer opaque-token-1] Accept:[*/*]]',
    'map[Authorization:[Bearer ***] Accept:[*/*]]',
  ],
  [
    'a header in JSON',
    `{"authorization":"Bearer abc","accept":"*/*"}`,
    '{"authorization":"Bearer ***","accept":"*/*"}',
  ],
  ['a bearer without its header', 'sent Bearer AbCdEfGh1234', 'sent Bearer ***'],
  ["docker login's file", `{"auths":{"quay.io":{"auth":"${auth}"}}}`, '{"auths":{"quay.io":{"auth":"***"}}}'],
  [
    'it in a secret',
    `  .dockerconfigjson: ${encoded(`{"auths":{"quay.io":{"auth":"${auth}"}}}`)}`,
    '  .dockerconfigjson: ***',
  ],
  ["npm login's file", '//registry.example/:_authToken=npm-abc', '//registry.example/:_authToken=***'],
  ['a URL', 'HTTPS_PROXY=http://user:hunter2@proxy.example:3128', 'HTTPS_PROXY=http://***@proxy.example:3128'],
  [
    'a URL with a token',
    'git clone https://tokenofhunter2@git.example/a.git',
    'git clone https://***@git.example/a.git',
  ],
  ['an @ in a password', 'http://me:hunter2@a@host/path', 'http://***@host/path'],
  [
    'an option',
    "helm registry login --password 'hunter2 b' --username me",
    'helm registry login --password *** --username me',
  ],
  ['kubeadm', 'kubeadm join --token abcdef.0123456789abcdef', 'kubeadm join --token ***'],
  [
    'a form',
    `grant_type=refresh_token&refresh_token=hunter2&scope=a`,
    'grant_type=refresh_token&refresh_token=***&scope=a',
  ],
  [
    'a signature of a storage service',
    'https://store.example/blob?se=1&sig=abc%3D',
    'https://store.example/blob?se=1&sig=***',
  ],
])('a credential in %s', (_where, line, shown) => {
  test('is hidden, and nothing else', () => {
    expect(hideSecrets(line)).toBe(shown);
  });

  test('is hidden in what JSON makes of it, which stays JSON', () => {
    const text = hideSecrets(JSON.stringify({ line, next: 1 }));
    expect(JSON.parse(text)).toMatchObject({ next: 1 });
    for (const secret of everySecret) expect(text).not.toContain(secret);
  });

  test('is hidden once: what is hidden stays as it is', () => {
    expect(hideSecrets(hideSecrets(line))).toBe(shown);
  });
});

test('the value of a variable is hidden on the line after its name', () => {
  const lines = ['- name: AWS_SECRET_ACCESS_KEY', `  value: ${secretKey}`, '- name: AWS_REGION', '  value: us-east-1'];
  expect(lines.map(secretHider())).toEqual([lines[0], '  value: ***', ...lines.slice(2)]);
});

describe('values that are known', () => {
  afterEach(() => expect(hideSecrets('nothing')).toBe('nothing'));

  test('are hidden by themselves, plain, in a query and as base64', () => {
    const given = 'mock/secret+key=';
    rememberSecret(given);
    expect(hideSecrets(`a ${given} b ${encodeURIComponent(given)} c ${encoded(given)} d`)).toBe('a *** b *** c *** d');
  });

  test('may be given with a command', () => {
    expect(hideSecrets('password is hunter2', ['hunter2', ''])).toBe('password is ***');
  });
});

describe('what is no secret stays', () => {
  test.each([
    'accessKeyId AKIAIOSFODNN7EXAMPLE',
    'InvalidIdentityToken: No OpenIDConnect provider found in your account',
    'ExpiredTokenException: The security token included in the request is expired',
    'UnrecognizedClientException: The security token included in the request is invalid.',
    'invalid token: unexpected end of input',
    'password: required by the registry',
    'WWW-Authenticate: Bearer realm="https://auth.docker.io/token",service="registry.docker.io"',
    'status 401: Basic authentication is needed',
    'Using bearer tokens of the service account',
    "      AWS_SECRET_ACCESS_KEY:  <set to the key 'AWS_SECRET_ACCESS_KEY' in secret 'issuer'>  Optional: false",
    '        secretAccessKeySelector: {name: issuer, key: AWS_SECRET_ACCESS_KEY}',
    'AWS_WEB_IDENTITY_TOKEN_FILE=/var/run/secrets/eks.amazonaws.com/serviceaccount/token',
    '"idempotencyToken": "9f86d081884c7d659a2feaa0c55ad015"',
    'quay.io/jetstack/cert-manager-controller@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    'oci://registry.example/charts/istiod@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    'discovery-token-ca-cert-hash sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    'secretName: istio-ca',
    'spiffe://cluster.local/ns/bookinfo/sa/bookinfo-productpage',
    'privateKey: {algorithm: ECDSA, rotationPolicy: Always}',
    '/usr/local/lib/node/modules/a/very/long/path/that/is/of/the/alphabet/of/base64',
    `  tls.crt: ${encoded(certificate)}`,
    ...certificate,
  ])('%s', (line) => {
    expect(hideSecrets(line)).toBe(line);
  });

  const read = (file: string) => [file, readFileSync(join(projectFolder, file), 'utf8')] as const;
  const files = [
    ...globSync(['*.md', 'docs/**/*.md', 'harness/reports/testing/*.json', 'harness/reports/schema/*.json'], {
      cwd: projectFolder,
    }),
    'package-lock.json',
  ];
  test.each(files.map(read))('in %s', (_file, text) => {
    expect(hideSecrets(text)).toBe(text);
  });
});
