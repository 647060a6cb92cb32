import { describe, expect, test } from '@jest/globals';
import { conditionOf } from '../harness/kubernetes/conditions.ts';
import { createFurtherCa } from '../harness/scenario/further-ca.ts';
import { Issuance } from '../harness/scenario/issuance.ts';
import { untilIssued } from '../harness/scenario/issued-revision.ts';
import { allowAlso } from '../harness/scenario/issuer-policy.ts';
import { useSetUp } from '../harness/scenario/set-up.ts';

/** docs/scenarios.md, G1 and F11: each CA may sign CAs of a smaller path length only. */
describe('path lengths', () => {
  const setUp = useSetUp('issuance');

  test('a subordinate CA of path length 0 signs no CA for Istio', async () => {
    const { issuingCaArn } = await createFurtherCa(setUp, { pathLength: 0 });
    await allowAlso(setUp, issuingCaArn);
    const issuance = new Issuance(setUp, await setUp.createNamespace('path-length'));
    await issuance.applyIssuer({ arn: issuingCaArn });
    await issuance.applyCertificate();

    const failed = await issuance.requestIs('Failed');
    expect(conditionOf(failed, 'Ready')?.message).toMatch(/ValidationException.*path length/i);

    const [first] = await setUp.diagnose();
    expect(first).toMatchObject({ id: 'path-length-exhausted', cause: expect.stringContaining(issuingCaArn) });
  });

  test("a template's path length that does not fit under the CA's is refused", async () => {
    const issuance = new Issuance(setUp, await setUp.createNamespace('path-length'));
    const defaultTemplateName = 'SubordinateCACertificate_PathLen1/V1';
    await issuance.applyIssuer({ pcaTemplate: { defaultTemplateName } });
    await issuance.applyCertificate();

    const failed = await issuance.requestIs('Failed');
    expect(conditionOf(failed, 'Ready')?.message).toMatch(/ValidationException.*path length/i);

    const [first] = await setUp.diagnose();
    expect(first).toMatchObject({ id: 'path-length-template', cause: expect.stringContaining(defaultTemplateName) });
  });

  // aws-privateca-issuer#220: without a template the issuer asks for path length 0, however much room there is.
  test.each([
    ['without a template path length 0', undefined, 0],
    ['with its template path length 2', 'SubordinateCACertificate_PathLen2/V1', 2],
  ])('under a CA of path length 3, Istio gets %s', async (_what, defaultTemplateName, pathLength) => {
    const { issuingCaArn } = await createFurtherCa(setUp, { pathLength: 3 });
    await allowAlso(setUp, issuingCaArn);
    const issuance = new Issuance(setUp, await setUp.createNamespace('path-length'));
    await issuance.applyIssuer({
      arn: issuingCaArn,
      ...(defaultTemplateName && { pcaTemplate: { defaultTemplateName } }),
    });
    await issuance.applyCertificate();

    await issuance.certificateReady();
    const { issued: istioCa } = await untilIssued(setUp, issuance.certificate, 1);
    expect(istioCa.basicConstraints).toMatchObject({ pathLength });
    expect(await setUp.diagnose()).toEqual([]);
  });
});
