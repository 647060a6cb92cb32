import { describe, expect, test } from '@jest/globals';
import { conditionOf } from '../harness/kubernetes/conditions.ts';
import { commitFault } from '../harness/scenario/commit-fault.ts';
import { untilLogged } from '../harness/scenario/component-log.ts';
import { Issuance } from '../harness/scenario/issuance.ts';
import { opensslVerify } from '../harness/scenario/openssl.ts';
import { useSetUp } from '../harness/scenario/set-up.ts';

/**
 * docs/scenarios.md, F7 and F8: the issuer takes the last certificate of the chain that AWS returns for the root, whatever it is,
 * and needs at least one.
 */
describe('the chain that comes with an issued certificate', () => {
  const setUp = useSetUp('issuance');

  test('as AWS returns it: ca.crt is the root, and verifies tls.crt', async () => {
    const issuance = new Issuance(setUp, await setUp.createNamespace('chain'));
    await issuance.applyIssuer();
    await issuance.applyCertificate();
    await issuance.certificateReady();

    expect(await opensslVerify(setUp, issuance)).toBe('OK');
    expect(await setUp.diagnose()).toEqual([]);
  });

  test.each([
    // aws-privateca-issuer#10, cert-manager#4167: error 2, "unable to get issuer certificate".
    ['withoutRoot', 'error 2 at 1 depth lookup: unable to get issuer certificate'],
    ['reversed', 'error 2 at 1 depth lookup: unable to get issuer certificate'],
  ] as const)('%s: everything is Ready, and ca.crt is not the root', async (variant, verdict) => {
    await commitFault(setUp, { match: { operation: 'GetCertificate' }, effect: { kind: 'chain', variant } });
    const issuance = new Issuance(setUp, await setUp.createNamespace('chain'));
    await issuance.applyIssuer();
    await issuance.applyCertificate();
    await issuance.certificateReady();

    expect(await opensslVerify(setUp, issuance)).toBe(verdict);

    const [first] = await setUp.diagnose();
    expect(first).toMatchObject({ id: 'ca-crt-not-root', cause: expect.stringContaining(issuance.namespace) });
  });

  test('empty: the request fails for good', async () => {
    await commitFault(setUp, { match: { operation: 'GetCertificate' }, effect: { kind: 'chain', variant: 'empty' } });
    const issuance = new Issuance(setUp, await setUp.createNamespace('chain'));
    await issuance.applyIssuer();
    await issuance.applyCertificate();

    const failed = await issuance.requestIs('Failed');
    expect(conditionOf(failed, 'Ready')?.message).toContain('failed to read certificate');

    const [first] = await setUp.diagnose();
    expect(first).toMatchObject({ id: 'chain-unreadable', cause: expect.stringContaining(issuance.namespace) });
  });

  test('missing: the issuer panics, again and again, and the request never gets a condition', async () => {
    const end = await commitFault(setUp, {
      match: { operation: 'GetCertificate' },
      effect: { kind: 'chain', variant: 'missing' },
    });
    const issuance = new Issuance(setUp, await setUp.createNamespace('chain'));
    await issuance.applyIssuer();
    await issuance.applyCertificate();

    await untilLogged(
      setUp,
      'issuer',
      new RegExp(`${issuance.namespace}.*panic: runtime error: invalid memory address`),
    );

    const [first] = await setUp.diagnose();
    expect(first).toMatchObject({ id: 'chain-unreadable', cause: expect.stringContaining(issuance.namespace) });

    await end();
    await issuance.certificateReady();
  });
});
