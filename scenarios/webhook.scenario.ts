import { describe, expect, test } from '@jest/globals';
import { Issuance } from '../harness/scenario/issuance.ts';
import { useSetUp } from '../harness/scenario/set-up.ts';
import { removeCaBundle, removeWebhook, untilRefused } from '../harness/scenario/webhook.ts';

/** docs/scenarios.md, G10: nothing of cert-manager's can be created while its webhook does not answer, or is not trusted. */
describe("cert-manager's webhook", () => {
  const setUp = useSetUp('issuance');

  test.each([
    [
      'not there',
      removeWebhook,
      /failed calling webhook.*(connection refused|no endpoints available)/,
      'webhook-not-ready',
    ],
    ['without a CA bundle', removeCaBundle, /failed calling webhook.*x509: certificate/, 'webhook-ca-bundle-missing'],
  ])('%s: the API server refuses the Certificate', async (_how, breakWebhook, refusal, finding) => {
    const issuance = new Issuance(setUp, await setUp.createNamespace('webhook'));
    await breakWebhook(setUp);

    await untilRefused(() => issuance.applyCertificate(), refusal);

    const [first] = await setUp.diagnose();
    expect(first).toMatchObject({ id: finding, cause: expect.stringContaining('cert-manager-webhook') });
  });
});
