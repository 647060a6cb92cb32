import { KeyObject, type webcrypto } from 'node:crypto';
import { beforeAll, describe, expect, test } from '@jest/globals';
import type { CaHierarchy } from '../../aws/ca-hierarchy.ts';
import { type GuideChain, makeGuideChain, pemOf } from '../../pki/test-chain.ts';
import { checkCacerts } from './cacerts-checks.ts';

let chain: GuideChain;
let other: GuideChain;

beforeAll(async () => {
  chain = await makeGuideChain();
  other = await makeGuideChain();
});

const keyPem = (key: webcrypto.CryptoKey) => KeyObject.from(key).export({ type: 'pkcs8', format: 'pem' }).toString();

const hierarchyOf = ({ root, subordinate }: GuideChain): CaHierarchy => ({
  cas: [
    { arn: 'arn:root', role: 'root', certificatePem: root.certificate.pem, serial: '' },
    { arn: 'arn:sub', role: 'subordinate', certificatePem: subordinate.certificate.pem, serial: '' },
  ],
  issuingCaArn: 'arn:sub',
  origin: 'created',
});

const secretOf = ({ istioCa, subordinate, root }: GuideChain) => ({
  'tls.crt': pemOf([istioCa.certificate, subordinate.certificate]),
  'ca.crt': pemOf([root.certificate]),
  'tls.key': keyPem(istioCa.keys.privateKey),
});

const failed = (secret: Record<string, string>) =>
  checkCacerts(secret, hierarchyOf(chain))
    .filter(({ outcome }) => outcome === 'failed')
    .map(({ id }) => id);

describe('checkCacerts', () => {
  test('holds for the secret as the issuer and cert-manager write it', () => {
    expect(failed(secretOf(chain))).toEqual([]);
  });

  test.each(['tls.crt', 'tls.key', 'ca.crt'])('fails without %s, and says so', (key) => {
    const checks = checkCacerts({ ...secretOf(chain), [key]: '' }, hierarchyOf(chain));
    expect(checks).toEqual([
      expect.objectContaining({ id: 'cacerts-complete', outcome: 'failed', observed: `no ${key}` }),
    ]);
  });

  test('fails when the key is another one, without showing it', () => {
    const key = keyPem(other.istioCa.keys.privateKey);
    expect(failed({ ...secretOf(chain), 'tls.key': key })).toEqual(['cacerts-key']);
    expect(JSON.stringify(checkCacerts({ ...secretOf(chain), 'tls.key': key }, hierarchyOf(chain)))).not.toContain(
      'PRIVATE',
    );
  });

  test('fails when the root is not the one in AWS', () => {
    expect(failed({ ...secretOf(chain), 'ca.crt': pemOf([other.root.certificate]) })).toEqual(['cacerts-chain']);
  });

  test('fails when the subordinate CA is missing from the chain, or ca.crt is not the root', () => {
    expect(failed({ ...secretOf(chain), 'tls.crt': pemOf([chain.istioCa.certificate]) })).toEqual(['cacerts-chain']);
    expect(failed({ ...secretOf(chain), 'ca.crt': pemOf([chain.subordinate.certificate]) })).toEqual(['cacerts-chain']);
  });
});
