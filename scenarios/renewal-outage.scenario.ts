import { describe, expect, test } from '@jest/globals';
import { renewCertificate } from '../harness/kubernetes/certificate-renewal.ts';
import { revisionOf } from '../harness/kubernetes/certificate-requests.ts';
import { conditionOf } from '../harness/kubernetes/conditions.ts';
import { readSecret } from '../harness/kubernetes/secrets.ts';
import { parsePemBundle } from '../harness/pki/pem-bundle.ts';
import { commitFault } from '../harness/scenario/commit-fault.ts';
import { Issuance, secretName } from '../harness/scenario/issuance.ts';
import { untilIssued } from '../harness/scenario/issued-revision.ts';
import { useSetUp } from '../harness/scenario/set-up.ts';
import { issuingIs, startAgain } from '../harness/scenario/start-again.ts';

/** docs/scenarios.md, F13: AWS is down when a certificate is renewed. */
describe('an outage of AWS during renewal', () => {
  const setUp = useSetUp('issuance');

  test('the certificate that is there stays, and is valid; a renewal follows when it is asked for', async () => {
    const issuance = new Issuance(setUp, await setUp.createNamespace('renewal'));
    await issuance.applyIssuer();
    await issuance.applyCertificate();
    await issuance.certificateReady();
    const before = await readSecret(setUp.kubernetes, issuance.namespace, secretName);

    const end = await commitFault(setUp, { match: { service: 'acm-pca' }, effect: { kind: 'outage' } });
    await renewCertificate(setUp.kubernetes, issuance.certificate);
    const failed = await issuance.requestIs('Failed', (_ready, request) => revisionOf(request) === 2);

    const certificate = await issuingIs(setUp, issuance, 'Failed');
    expect(conditionOf(certificate, 'Ready')?.status).toBe('True');
    expect(await readSecret(setUp.kubernetes, issuance.namespace, secretName)).toEqual(before);
    const [inUse] = parsePemBundle(before['tls.crt'] ?? '');
    expect(inUse?.notAfter.getTime()).toBeGreaterThan(Date.now());
    const [during] = await setUp.diagnose();
    expect(during).toMatchObject({ id: 'aws-unreachable', cause: expect.stringContaining(issuance.namespace) });

    await end();
    const [after] = await setUp.diagnose();
    expect(after).toMatchObject({
      id: 'request-failed-not-retried',
      cause: expect.stringContaining(issuance.namespace),
    });

    await startAgain(setUp, issuance, failed);
    await untilIssued(setUp, issuance.certificate, 2);
    const renewed = await readSecret(setUp.kubernetes, issuance.namespace, secretName);
    expect(renewed['tls.crt']).not.toBe(before['tls.crt']);
    expect(renewed['ca.crt']).toBe(before['ca.crt']);
    expect(await setUp.diagnose()).toEqual([]);
  });
});
