import { describe, expect, test } from '@jest/globals';
import { conditionOf } from '../harness/kubernetes/conditions.ts';
import { Issuance } from '../harness/scenario/issuance.ts';
import { useSetUp } from '../harness/scenario/set-up.ts';

/** docs/scenarios.md, G4: AWS PCA issues nothing in any state but ACTIVE, and says in which one the CA is. */
describe('a CA that is not ACTIVE', () => {
  const setUp = useSetUp('issuance');

  test.each([
    ['DISABLED', 'ca-disabled'],
    ['PENDING_CERTIFICATE', 'ca-pending-certificate'],
    ['EXPIRED', 'ca-expired'],
    ['DELETED', 'ca-deleted'],
  ] as const)('%s: the request fails for good, and the diagnosis names the state', async (status, finding) => {
    const { issuingCaArn } = setUp.outputs['ca-hierarchy'];
    await setUp.mock.forceStatus(issuingCaArn, status);
    setUp.onCleanUp(() => setUp.mock.forceStatus(issuingCaArn, null));
    const issuance = new Issuance(setUp, await setUp.createNamespace('ca-state'));
    await issuance.applyIssuer();
    await issuance.applyCertificate();

    // The issuer finds itself Ready: it looks at who it is, not at the CA.
    await issuance.issuerReady();
    const failed = await issuance.requestIs('Failed');
    expect(conditionOf(failed, 'Ready')?.message).toContain('InvalidStateException');

    const [first] = await setUp.diagnose();
    expect(first).toMatchObject({ id: finding, cause: expect.stringContaining(issuingCaArn) });
  });
});
