import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { DerError } from '../../der/reader.ts';
import { sequence, smallInteger, utf8String } from '../../der/writer.ts';
import { createCsr, readCsr } from './csr.ts';
import { displayName } from './display-name.ts';
import { encodeSubject } from './distinguished-name.ts';
import type { Extension } from './extension.ts';
import { signingAlgorithm } from './signing-algorithms.ts';

const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const algorithm = signingAlgorithm('SHA256WITHECDSA');

function csrFor(subject: Buffer, extensions: readonly Extension[] = []): Promise<string> {
  if (!algorithm) throw new Error('SHA256WITHECDSA is always there.');
  return createCsr(subject, keys, algorithm, extensions);
}

const name = encodeSubject({ Country: 'DE', Organization: 'Ex, ample', CommonName: 'Jürgen' });

test('a request keeps subject, key and extensions byte for byte', async () => {
  const extension = { oid: '1.2.3.4', critical: true, value: Buffer.from('0500', 'hex') };
  const csr = readCsr(await csrFor(name, [extension]));
  expect(csr.subject).toEqual(name);
  expect(csr.publicKeyInfo).toEqual(keys.publicKey.export({ type: 'spki', format: 'der' }));
  expect(csr.extensions).toEqual([extension]);
  expect(displayName(csr.subject)).toBe('C=DE,O=Ex, ample,CN=Jürgen');
});

describe('a request whose signature holds is refused all the same', () => {
  test.each<[string, () => Promise<string>]>([
    ['when its subject is no name', () => csrFor(sequence(smallInteger(1)))],
    ['when a part of its subject has no value', () => csrFor(sequence(utf8String('x')))],
    [
      'when it asks for the same extension twice',
      () => {
        const twice = { oid: '1.2.3.4', critical: false, value: Buffer.from('0500', 'hex') };
        return csrFor(name, [twice, twice]);
      },
    ],
    ['when there are two of them', async () => `${await csrFor(name)}\n${await csrFor(name)}`],
    [
      'when it is called a certificate',
      async () => (await csrFor(name)).replaceAll('CERTIFICATE REQUEST', 'CERTIFICATE'),
    ],
  ])('%s', async (_name, make) => {
    const pem = await make();
    expect(() => readCsr(pem)).toThrow(DerError);
  });
});
