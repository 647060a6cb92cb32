import { describe, expect, test } from '@jest/globals';
import { Issuance } from '../harness/scenario/issuance.ts';
import { untilIssued } from '../harness/scenario/issued-revision.ts';
import { opensslExtension } from '../harness/scenario/openssl.ts';
import { useSetUp } from '../harness/scenario/set-up.ts';

/** docs/scenarios.md, F12 (aws-privateca-issuer#428): the issuer's default template takes no extension from the request. */
describe('name constraints', () => {
  const setUp = useSetUp('issuance');
  const asked = { nameConstraints: { critical: true, permitted: { dnsDomains: ['cluster.local'] } } };

  test('are dropped without a word: the CA is Ready, and unconstrained', async () => {
    const issuance = new Issuance(setUp, await setUp.createNamespace('constraints'));
    await issuance.applyIssuer();
    await issuance.applyCertificate({}, asked);
    await issuance.certificateReady();

    const { issued: istioCa } = await untilIssued(setUp, issuance.certificate, 1);
    expect(await opensslExtension(istioCa, 'nameConstraints')).toBe('');

    const [first] = await setUp.diagnose();
    expect(first).toMatchObject({ id: 'name-constraints-dropped', cause: expect.stringContaining(issuance.namespace) });
  });

  test('are kept with the template that the remedy names', async () => {
    const issuance = new Issuance(setUp, await setUp.createNamespace('constraints'));
    const defaultTemplateName = 'SubordinateCACertificate_PathLen0_CSRPassthrough/V1';
    await issuance.applyIssuer({ pcaTemplate: { defaultTemplateName } });
    await issuance.applyCertificate({}, asked);
    await issuance.certificateReady();

    const { issued: istioCa } = await untilIssued(setUp, issuance.certificate, 1);
    expect(await opensslExtension(istioCa, 'nameConstraints')).toMatch(/critical\s+Permitted:\s+DNS:cluster\.local/);
    expect(await setUp.diagnose()).toEqual([]);
  });
});
