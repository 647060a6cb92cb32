import { describe, expect, test } from '@jest/globals';
import { issuerActions } from '../harness/aws/issuer-role.ts';
import { conditionOf } from '../harness/kubernetes/conditions.ts';
import { Issuance } from '../harness/scenario/issuance.ts';
import { allowOnly } from '../harness/scenario/issuer-policy.ts';
import { useSetUp } from '../harness/scenario/set-up.ts';

/** docs/scenarios.md, G2: the issuer's policy lacks one of the three actions that the issuer needs. */
describe("the issuer's IAM policy", () => {
  const setUp = useSetUp('issuance');

  test.each(issuerActions)(
    'without %s the request fails, and the diagnosis names the action and the role',
    async (action) => {
      await allowOnly(
        setUp,
        issuerActions.filter((other) => other !== action),
      );
      const issuance = new Issuance(setUp, await setUp.createNamespace('iam'));
      await issuance.applyIssuer();
      await issuance.applyCertificate();

      // GetCallerIdentity, by which the issuer becomes Ready, needs no permission.
      await issuance.issuerReady();
      const failed = await issuance.requestIs('Failed');
      expect(conditionOf(failed, 'Ready')?.message).toMatch(
        new RegExp(`AccessDeniedException.*is not authorized to perform: ${action} on resource`),
      );

      const [first] = await setUp.diagnose();
      expect(first).toMatchObject({ id: 'iam-action-denied', cause: expect.stringContaining(action) });
      expect(first?.cause).toContain(setUp.outputs['iam-role'].roleName);
    },
  );
});
