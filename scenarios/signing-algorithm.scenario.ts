import { describe, expect, test } from '@jest/globals';
import { conditionOf } from '../harness/kubernetes/conditions.ts';
import { commitFault } from '../harness/scenario/commit-fault.ts';
import { createFurtherCa } from '../harness/scenario/further-ca.ts';
import { Issuance } from '../harness/scenario/issuance.ts';
import { untilIssued } from '../harness/scenario/issued-revision.ts';
import { allowAlso } from '../harness/scenario/issuer-policy.ts';
import { useSetUp } from '../harness/scenario/set-up.ts';

/** docs/scenarios.md, F18 (aws-privateca-issuer#22): the signing algorithm has to be of the family of the CA's key. */
describe("the signing algorithm and the CA's key", () => {
  const setUp = useSetUp('issuance');

  test('the issuer asks AWS for the algorithm of the CA: one with an elliptic curve key issues too', async () => {
    const { issuingCaArn } = await createFurtherCa(setUp, { keyAlgorithm: 'EC_secp384r1' });
    await allowAlso(setUp, issuingCaArn);
    const issuance = new Issuance(setUp, await setUp.createNamespace('algorithm'));
    await issuance.applyIssuer({ arn: issuingCaArn });
    await issuance.applyCertificate();

    const { issued: istioCa } = await untilIssued(setUp, issuance.certificate, 1);
    expect(istioCa.signatureAlgorithm).toBe('ecdsa-with-SHA384');
    expect(await setUp.diagnose()).toEqual([]);
  });

  test('refused as in issuers before 1.0, which did not ask: the request fails', async () => {
    const message = 'SHA384WITHECDSA cannot be used with key type RSA_2048';
    const effect = { kind: 'error', code: 'InvalidArgsException', message } as const;
    await commitFault(setUp, { match: { operation: 'IssueCertificate' }, effect });
    const issuance = new Issuance(setUp, await setUp.createNamespace('algorithm'));
    await issuance.applyIssuer();
    await issuance.applyCertificate();

    const failed = await issuance.requestIs('Failed');
    expect(conditionOf(failed, 'Ready')?.message).toContain(`InvalidArgsException: ${message}`);

    const [first] = await setUp.diagnose();
    expect(first).toMatchObject({ id: 'signing-algorithm-mismatch', cause: expect.stringContaining(message) });
  });
});
