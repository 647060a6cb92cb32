import { KeyObject } from 'node:crypto';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { type GuideChain, makeGuideChain, pemOf } from '../../pki/test-chain.ts';
import { secretFacts } from './secret-facts.ts';

let chain: GuideChain;

beforeAll(async () => {
  chain = await makeGuideChain();
});

const keyOf = ({ istioCa }: GuideChain): string =>
  KeyObject.from(istioCa.keys.privateKey).export({ type: 'pkcs8', format: 'pem' }).toString();

const encoded = (data: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(data).map(([key, text]) => [key, Buffer.from(text).toString('base64')]));

const secretOf = (data: Readonly<Record<string, string>>) => ({
  metadata: {
    namespace: 'istio-system',
    name: 'cacerts',
    creationTimestamp: '2026-11-24T10:00:00Z' as unknown as Date,
    managedFields: [
      { manager: 'one', time: '2026-11-24T11:30:00Z' as unknown as Date },
      { manager: 'other', time: '2026-11-24T11:00:00Z' as unknown as Date },
    ],
  },
  type: 'kubernetes.io/tls',
  data: encoded(data),
});

describe('secretFacts', () => {
  test('holds the keys, the certificates, and whether the private key fits', () => {
    const tlsCrt = pemOf([chain.istioCa.certificate, chain.subordinate.certificate]);
    const facts = secretFacts(secretOf({ 'tls.crt': tlsCrt, 'tls.key': keyOf(chain), 'ca.crt': '' }));
    expect(facts).toMatchObject({
      namespace: 'istio-system',
      name: 'cacerts',
      changedAt: '2026-11-24T11:30:00Z',
      keys: ['tls.crt', 'tls.key', 'ca.crt'],
      emptyKeys: ['ca.crt'],
      keyFits: true,
    });
    expect(facts.certificates['tls.crt']?.match(/BEGIN CERTIFICATE/g)).toHaveLength(2);
  });

  test.each(['tls.key', 'ca-key.pem', 'key.pem', 'tls.crt', 'tls-combined.pem'])(
    'never holds a private key, whatever it is called: %s',
    (name) => {
      const facts = secretFacts(secretOf({ [name]: `${pemOf([chain.istioCa.certificate])}${keyOf(chain)}` }));
      const body = keyOf(chain).split('\n')[1] ?? 'no key';
      expect(JSON.stringify(facts)).not.toContain('PRIVATE KEY');
      expect(JSON.stringify(facts)).not.toContain(body);
    },
  );

  test('never holds what else is in a secret', () => {
    const facts = secretFacts(secretOf({ AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI' }));
    expect(JSON.stringify(facts)).not.toContain('wJalrXUtnFEMI');
    expect(facts.keys).toEqual(['AWS_SECRET_ACCESS_KEY']);
  });

  test('tells of a private key that belongs to another certificate, and of one that cannot be read', async () => {
    const tlsCrt = pemOf([chain.istioCa.certificate]);
    const other = await makeGuideChain();
    expect(secretFacts(secretOf({ 'tls.crt': tlsCrt, 'tls.key': keyOf(other) })).keyFits).toBe(false);
    expect(secretFacts(secretOf({ 'tls.crt': tlsCrt, 'tls.key': 'no key' })).keyFits).toBeNull();
    expect(secretFacts(secretOf({ 'tls.crt': tlsCrt })).keyFits).toBeNull();
  });
});
