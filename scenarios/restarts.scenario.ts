import { describe, expect, test } from '@jest/globals';
import { commitFault } from '../harness/scenario/commit-fault.ts';
import { endPods } from '../harness/scenario/component-pods.ts';
import { Issuance } from '../harness/scenario/issuance.ts';
import { issueCallsFor, issuedFor, untilStruck } from '../harness/scenario/journal.ts';
import { newestRequest } from '../harness/scenario/newest-request.ts';
import { opensslVerify } from '../harness/scenario/openssl.ts';
import { useSetUp } from '../harness/scenario/set-up.ts';

/** docs/scenarios.md, F13: components that end in the middle of an issuance. Nothing is lost, and nothing is issued twice. */
describe('restarts in the middle of an issuance', () => {
  const setUp = useSetUp('issuance');

  test('the issuer is killed before it hears what AWS has issued: asking again returns the same', async () => {
    const name = 'slow answer';
    await commitFault(setUp, {
      name,
      match: { operation: 'IssueCertificate' },
      when: { times: 1 },
      effect: { kind: 'latency', delayMs: 3_000 },
    });
    const issuance = new Issuance(setUp, await setUp.createNamespace('restart'));
    await issuance.applyIssuer();
    await issuance.applyCertificate();
    await untilStruck(setUp, name);
    await endPods(setUp, 'issuer', 'killed');

    await issuance.certificateReady();
    const request = await newestRequest(setUp, issuance);
    expect((await issueCallsFor(setUp, request)).length).toBeGreaterThanOrEqual(2);
    expect(await issuedFor(setUp, request)).toBe(1);
    expect(await opensslVerify(setUp, issuance)).toBe('OK');
    expect(await setUp.diagnose()).toEqual([]);
  });

  test('cert-manager is restarted while AWS issues: it goes on where it was', async () => {
    const end = await commitFault(setUp, {
      match: { operation: 'GetCertificate' },
      effect: { kind: 'error', code: 'RequestInProgressException' },
    });
    const issuance = new Issuance(setUp, await setUp.createNamespace('restart'));
    await issuance.applyIssuer();
    await issuance.applyCertificate();
    const pending = await issuance.requestIs('Pending', ({ message }) => /to be issued/.test(message ?? ''));
    await endPods(setUp, 'cert-manager', 'asked');
    await end();

    await issuance.certificateReady();
    expect(await issuedFor(setUp, pending)).toBe(1);
    expect(await opensslVerify(setUp, issuance)).toBe('OK');
    expect(await setUp.diagnose()).toEqual([]);
  });
});
