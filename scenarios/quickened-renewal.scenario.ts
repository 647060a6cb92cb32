import { describe, expect, test } from '@jest/globals';
import { commitFault } from '../harness/scenario/commit-fault.ts';
import { Issuance } from '../harness/scenario/issuance.ts';
import { untilIssued } from '../harness/scenario/issued-revision.ts';
import { useSetUp } from '../harness/scenario/set-up.ts';

/** The issuer has AWS issue from a quarter of an hour before now. */
const backdateMs = 15 * 60_000;
/** Two thirds of 15 min + 465 s are over 10 s after the issuance. */
const issuedForMs = 465_000;
/** cert-manager's times are whole seconds, and so are a certificate's. */
const roundingMs = 1_000;
const reactionMs = 2_000;

/** cert-manager renews by what was issued, and by renewBefore where that fits into it. */
describe('when a certificate is renewed', () => {
  const setUp = useSetUp('issuance');

  test.each([
    ['without renewBefore', undefined],
    ['with a renewBefore longer than that, which cert-manager passes over', '360h'],
  ])('issued for shorter than asked, %s: after two thirds of the issued life', async (_, renewBefore) => {
    await commitFault(setUp, { effect: { kind: 'shortValidity', validityMs: issuedForMs } });
    const issuance = new Issuance(setUp, await setUp.createNamespace('quickened'));
    await issuance.applyIssuer();
    await issuance.applyCertificate({ duration: '2160h' }, { renewBefore });

    const first = await untilIssued(setUp, issuance.certificate, 1);
    const { notBefore, notAfter } = first.issued;
    const issuedLifeMs = notAfter.getTime() - notBefore.getTime();
    expect(Math.abs(issuedLifeMs - backdateMs - issuedForMs)).toBeLessThanOrEqual(roundingMs);
    const twoThirds = notBefore.getTime() + (issuedLifeMs * 2) / 3;
    expect(Math.abs(first.renewalTime.getTime() - twoThirds)).toBeLessThanOrEqual(roundingMs);

    const second = await untilIssued(setUp, issuance.certificate, 2);
    const lateMs = second.requestedAt.getTime() - first.renewalTime.getTime();
    expect(lateMs).toBeGreaterThanOrEqual(0);
    expect(lateMs).toBeLessThanOrEqual(reactionMs);
    expect(second.issued.serialHex).not.toBe(first.issued.serialHex);
    expect(await setUp.diagnose()).toEqual([]);
  });

  // docs/scenarios.md, F20: in aws-samples/istio-on-eks#114 renewBefore says how long it is used, not how long is left.
  test.each([
    ['162h of 168h: four times a day', { duration: '168h', renewBefore: '162h' }, 6 * 3600, 1],
    ['59m52s of an hour: every 8 seconds, again and again', { duration: '1h', renewBefore: '59m52s' }, 8, 4],
  ])('renewBefore the wrong way round, %s', async (_, request, usedSeconds, issuances) => {
    const issuance = new Issuance(setUp, await setUp.createNamespace('inverted'));
    await issuance.applyIssuer();
    const start = await setUp.mock.journalLength();
    await issuance.applyCertificate(request);

    for (let revision = 1; revision <= issuances; revision += 1) {
      const { requestedAt, renewalTime } = await untilIssued(setUp, issuance.certificate, revision);
      const usedMs = renewalTime.getTime() - requestedAt.getTime();
      expect(Math.abs(usedMs - usedSeconds * 1000)).toBeLessThanOrEqual(reactionMs);
    }
    const issued = (await setUp.mock.journal(start)).filter(({ issuedSerialHex }) => issuedSerialHex !== null);
    expect(issued).toHaveLength(issuances);

    const [first] = await setUp.diagnose();
    expect(first).toMatchObject({
      id: 'renew-before-inverted',
      cause: expect.stringContaining(`${issuance.namespace}/${issuance.certificate.name}`),
    });
  });
});
