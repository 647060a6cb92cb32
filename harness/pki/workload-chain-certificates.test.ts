import { describe, expect, test } from '@jest/globals';
import { clientAuth, fromNow, type GuideWishes, guideWishes, inputOf, makeGuideChain, spiffeId } from './test-chain.ts';
import { failedIds, observed } from './test-checks.ts';
import { KeyUsageFlags } from './x509-library.ts';

describe('a certificate that is not as it should be', () => {
  const { leaf, istioCa, subordinate, root } = guideWishes;

  test.each<[string, GuideWishes, string[], string | RegExp]>([
    [
      "a path length of 0 above Istio's CA",
      { subordinate: { ...subordinate, basicConstraints: { ca: true, pathLength: 0, critical: true } } },
      ['path-lengths'],
      'ac allows 0 CAs below it and has 1',
    ],
    [
      'a root whose path length the chain exceeds',
      { root: { ...root, basicConstraints: { ca: true, pathLength: 1, critical: true } } },
      ['path-lengths'],
      'ad allows 1 CAs below it and has 2',
    ],
    [
      'a CA that says it is none',
      { istioCa: { ...istioCa, basicConstraints: { ca: false, critical: true } } },
      ['basic-constraints'],
      'ab says CA:FALSE, critical',
    ],
    [
      'a CA without basic constraints',
      { istioCa: { ...istioCa, basicConstraints: undefined } },
      ['basic-constraints'],
      'ab says nothing',
    ],
    [
      'a CA that leaves its basic constraints to goodwill',
      { subordinate: { ...subordinate, basicConstraints: { ca: true, pathLength: 1, critical: false } } },
      ['basic-constraints'],
      'ac says CA:TRUE, not critical',
    ],
    [
      'a leaf that is a CA',
      { leaf: { ...leaf, basicConstraints: { ca: true, critical: true } } },
      ['basic-constraints'],
      'aa says CA:TRUE, critical',
    ],
    [
      'a CA that may not sign certificates',
      { istioCa: { ...istioCa, keyUsage: KeyUsageFlags.digitalSignature } },
      ['key-usages'],
      'ab has digitalSignature',
    ],
    [
      'a leaf that may sign certificates',
      { leaf: { ...leaf, keyUsage: KeyUsageFlags.digitalSignature | KeyUsageFlags.keyCertSign } },
      ['key-usages'],
      'aa has digitalSignature, keyCertSign',
    ],
    [
      'a leaf that may sign revocation lists',
      { leaf: { ...leaf, keyUsage: KeyUsageFlags.digitalSignature | KeyUsageFlags.cRLSign } },
      ['key-usages'],
      'aa has digitalSignature, cRLSign',
    ],
    ['a leaf without key usage', { leaf: { ...leaf, keyUsage: undefined } }, ['key-usages'], 'aa has no key usage'],
    [
      'a leaf that cannot be a server',
      { leaf: { ...leaf, extendedKeyUsage: [clientAuth] } },
      ['mutual-tls-usages'],
      'aa has clientAuth',
    ],
    [
      'a leaf that outlives its issuer',
      { istioCa: { ...istioCa, notAfter: fromNow(3_600_000) } },
      ['validity-nested'],
      'aa ends 2026-11-25T11:00:00.000Z, after ab at 2026-11-24T13:00:00.000Z',
    ],
    [
      'a CA that begins before its issuer',
      { istioCa: { ...istioCa, notBefore: fromNow(-5 * 3_600_000) } },
      ['validity-nested'],
      'ab begins 2026-11-24T07:00:00.000Z, before ac at 2026-11-24T09:00:00.000Z',
    ],
    [
      'an expired leaf',
      { leaf: { ...leaf, notAfter: fromNow(-1_000) } },
      ['validity-now'],
      'aa is valid from 2026-11-24T11:00:00.000Z to 2026-11-24T11:59:59.000Z',
    ],
    [
      'an authority key identifier of another key',
      { istioCa: { ...istioCa, authorityKeyIdentifier: 'ffff' } },
      ['key-identifiers'],
      /^ab points at key ffff, ac has key [0-9a-f]{40}$/,
    ],
    [
      'no authority key identifier',
      { leaf: { ...leaf, authorityKeyIdentifier: undefined } },
      ['key-identifiers'],
      /^aa points at no key identifier, ab has key [0-9a-f]{40}$/,
    ],
    [
      'an issuer without a key identifier',
      { istioCa: { ...istioCa, subjectKeyIdentifier: undefined } },
      ['key-identifiers'],
      'aa points at no key identifier, ab has no key identifier',
    ],
    [
      'a root that points at another key',
      { root: { ...root, authorityKeyIdentifier: 'ffff' } },
      ['key-identifiers'],
      /^ad has key [0-9a-f]{40} and points at key ffff$/,
    ],
    [
      'an issuer of another name',
      { istioCa: { ...istioCa, issuer: 'CN=somebody else' } },
      ['names-chain'],
      'ab names CN=somebody else as its issuer, ac is CN=Guide Subordinate CA,O=Example Corp,C=DE',
    ],
    [
      'a root that another CA issued',
      { root: { ...root, issuer: 'CN=older root' } },
      ['root-self-signed'],
      'ad is issued by CN=older root, its key verifies its own signature',
    ],
    [
      'two identities',
      { leaf: { ...leaf, uris: [spiffeId, 'spiffe://cluster.local/ns/default/sa/other'] } },
      ['spiffe-one-uri', 'spiffe-id'],
      `aa has 2: ${spiffeId}, spiffe://cluster.local/ns/default/sa/other`,
    ],
    [
      'no identity',
      { leaf: { ...leaf, uris: [], dnsNames: ['productpage'] } },
      ['spiffe-one-uri', 'spiffe-trust-domain', 'spiffe-id'],
      'aa has none',
    ],
    [
      'the identity of another service account',
      { leaf: { ...leaf, uris: ['spiffe://cluster.local/ns/default/sa/other'] } },
      ['spiffe-id'],
      'aa is for spiffe://cluster.local/ns/default/sa/other',
    ],
    [
      'an identity of another trust domain',
      { leaf: { ...leaf, uris: ['spiffe://example.org/ns/default/sa/bookinfo-productpage'] } },
      ['spiffe-trust-domain', 'spiffe-id'],
      'aa is for spiffe://example.org/ns/default/sa/bookinfo-productpage',
    ],
    [
      "an identity without Istio's form",
      { leaf: { ...leaf, uris: ['spiffe://cluster.local/productpage'] } },
      ['spiffe-trust-domain', 'spiffe-id'],
      'aa is for spiffe://cluster.local/productpage',
    ],
  ])('%s', async (_, wishes, failing, seen) => {
    const input = inputOf(await makeGuideChain(wishes));
    expect(failedIds(input)).toEqual(failing);
    expect(observed(input, failing[0] ?? '')).toEqual(typeof seen === 'string' ? seen : expect.stringMatching(seen));
  });
});
