import { describe, expect, test } from '@jest/globals';
import { commitFault } from '../harness/scenario/commit-fault.ts';
import { Issuance } from '../harness/scenario/issuance.ts';
import { issuedFor } from '../harness/scenario/journal.ts';
import { useSetUp } from '../harness/scenario/set-up.ts';

/** docs/scenarios.md, F14: AWS issues in the background, and says RequestInProgressException until it has. */
describe('slow issuance', () => {
  const setUp = useSetUp('issuance');

  test('the request is Pending meanwhile, and goes on by itself', async () => {
    const end = await commitFault(setUp, {
      match: { operation: 'GetCertificate' },
      effect: { kind: 'error', code: 'RequestInProgressException' },
    });
    const issuance = new Issuance(setUp, await setUp.createNamespace('slow'));
    await issuance.applyIssuer();
    await issuance.applyCertificate();

    // Once the issuer's three attempts at GetCertificate are over; before aws-privateca-issuer#330 it failed here.
    const pending = await issuance.requestIs(
      'Pending',
      ({ message }) => message === 'waiting for certificate to be issued',
    );

    const [first] = await setUp.diagnose();
    expect(first).toMatchObject({ id: 'issuance-in-progress', cause: expect.stringContaining(issuance.namespace) });

    await end();
    await issuance.certificateReady();
    expect(await issuedFor(setUp, pending)).toBe(1);
    expect(await setUp.diagnose()).toEqual([]);
  });

  test('an answer that takes seconds is waited for', async () => {
    await commitFault(setUp, { match: { service: 'acm-pca' }, effect: { kind: 'latency', delayMs: 1_500 } });
    const issuance = new Issuance(setUp, await setUp.createNamespace('slow'));
    await issuance.applyIssuer();
    await issuance.applyCertificate();

    await issuance.certificateReady();
    expect(await setUp.diagnose()).toEqual([]);
  });
});
