import { describe, expect, test } from '@jest/globals';
import { conditionOf } from '../harness/kubernetes/conditions.ts';
import { Issuance } from '../harness/scenario/issuance.ts';
import { allowAlso } from '../harness/scenario/issuer-policy.ts';
import { useSetUp } from '../harness/scenario/set-up.ts';

/** docs/scenarios.md, G3: the AWSPCAIssuer names a CA that is not there, not there in that region, or by no ARN at all. */
describe('the ARN of an AWSPCAIssuer', () => {
  const setUp = useSetUp('issuance');
  const ownArn = () => setUp.outputs['ca-hierarchy'].issuingCaArn;
  const withoutCa = (arn: string) => arn.replace(/\/.*$/, '/00000000-0000-4000-8000-000000000000');

  test.each([
    ['of no CA', () => ({ arn: withoutCa(ownArn()) }), 'ResourceNotFoundException', 'ca-arn-not-found'],
    ['of a CA in another region', () => ({ region: 'eu-west-1' }), 'ResourceNotFoundException', 'ca-arn-other-region'],
    ['cut short', () => ({ arn: ownArn().slice(0, -1) }), 'InvalidArnException', 'ca-arn-malformed'],
  ])('%s: the request fails, and the diagnosis tells it from the others', async (_what, wrong, error, finding) => {
    const spec = { arn: ownArn(), region: setUp.outputs.aws.region, ...wrong() };
    await allowAlso(setUp, spec.arn);
    const issuance = new Issuance(setUp, await setUp.createNamespace('arn'));
    await issuance.applyIssuer(spec);
    await issuance.applyCertificate();

    // Ready all the same: the issuer asks AWS who it is, not whether there is such a CA.
    await issuance.issuerReady();
    const failed = await issuance.requestIs('Failed');
    expect(conditionOf(failed, 'Ready')?.message).toContain(error);

    const [first] = await setUp.diagnose();
    expect(first).toMatchObject({ id: finding, cause: expect.stringContaining(spec.arn) });
  });
});
