import { describe, expect, test } from '@jest/globals';
import { changeApprover } from '../harness/scenario/approver.ts';
import { untilLogged } from '../harness/scenario/component-log.ts';
import { Issuance } from '../harness/scenario/issuance.ts';
import { newestRequest } from '../harness/scenario/newest-request.ts';
import { useSetUp } from '../harness/scenario/set-up.ts';

/** docs/scenarios.md, F17: the chart's approverRole.serviceAccountName is not cert-manager's. */
describe('an approver role for another service account', () => {
  const setUp = useSetUp('issuance');

  test('nobody approves the request and nobody says so in it; it goes on by itself when the role is right', async () => {
    const putRight = await changeApprover(setUp, 'cert-manager-controller');
    const issuance = new Issuance(setUp, await setUp.createNamespace('approver'));
    await issuance.applyIssuer();
    await issuance.applyCertificate();

    const request = await newestRequest(setUp, issuance);
    const denial = 'does not have permissions to set approved/denied conditions for issuer {aws-pca-issuer-istio ';
    await untilLogged(setUp, 'cert-manager', new RegExp(`denied the request: .*${denial}`));
    expect(request.status?.conditions ?? []).toEqual([]);

    const [first] = await setUp.diagnose();
    expect(first).toMatchObject({
      id: 'approver-not-permitted',
      cause: expect.stringContaining('system:serviceaccount:cert-manager:cert-manager'),
    });

    await putRight();
    await issuance.certificateReady();
    expect(await setUp.diagnose()).toEqual([]);
  });
});
