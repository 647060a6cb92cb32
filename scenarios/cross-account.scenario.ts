import { describe, expect, test } from '@jest/globals';
import { conditionOf } from '../harness/kubernetes/conditions.ts';
import { createFurtherCa } from '../harness/scenario/further-ca.ts';
import { Issuance } from '../harness/scenario/issuance.ts';
import { allowAlso } from '../harness/scenario/issuer-policy.ts';
import { openOtherAccount, shareCa } from '../harness/scenario/other-account.ts';
import { useSetUp } from '../harness/scenario/set-up.ts';
import { startAgain } from '../harness/scenario/start-again.ts';

const forCas = 'SubordinateCACertificate_PathLen0/V1';
const forLeaves = 'EndEntityCertificate/V1';

/** docs/scenarios.md, F16: the CA is another account's, which has to share it, for CA certificates in particular. */
describe('a CA of another account', () => {
  const setUp = useSetUp('issuance');

  test.each([
    ['not shared', [], 'DescribeCertificateAuthority'],
    // AWS RAM's default permission: aws-privateca-issuer#351.
    ['shared for end-entity certificates alone', [forLeaves], 'IssueCertificate'],
  ])('%s: the request fails until it is shared for CAs too', async (_how, templates, action) => {
    const owner = await openOtherAccount(setUp);
    const { issuingCaArn: caArn } = await createFurtherCa(setUp, { account: owner });
    await allowAlso(setUp, caArn);
    if (templates.length > 0) await shareCa(owner, setUp, { caArn, templates });
    const issuance = new Issuance(setUp, await setUp.createNamespace('account'));
    await issuance.applyIssuer({ arn: caArn });
    await issuance.applyCertificate();

    const failed = await issuance.requestIs('Failed');
    expect(conditionOf(failed, 'Ready')?.message).toMatch(
      new RegExp(`AccessDeniedException.*no resource-based policy allows the acm-pca:${action} action`),
    );
    const [first] = await setUp.diagnose();
    expect(first).toMatchObject({ id: 'cross-account-denied', cause: expect.stringContaining(`acm-pca:${action}`) });

    await shareCa(owner, setUp, { caArn, templates: [forCas, forLeaves] });
    await startAgain(setUp, issuance, failed);
    await issuance.certificateReady();
    expect(await setUp.diagnose()).toEqual([]);
  });
});
