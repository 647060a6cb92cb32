import { UpdateCertificateAuthorityCommand } from '@aws-sdk/client-acm-pca';
import { describe, expect, test } from '@jest/globals';
import { renewCertificate } from '../harness/kubernetes/certificate-renewal.ts';
import { conditionOf } from '../harness/kubernetes/conditions.ts';
import { commitFault } from '../harness/scenario/commit-fault.ts';
import { untilLogged } from '../harness/scenario/component-log.ts';
import { Issuance } from '../harness/scenario/issuance.ts';
import { issuedFor, withoutRepeats } from '../harness/scenario/journal.ts';
import { useSetUp } from '../harness/scenario/set-up.ts';
import { deleteRequest, issuingIs, startAgain } from '../harness/scenario/start-again.ts';

/**
 * docs/scenarios.md, F13 (aws-privateca-issuer#424): AWS's SDK tries three times. What is over by then is not noticed; what lasts
 * longer fails the request, and the issuer never tries it again.
 */
describe('an outage of AWS during issuance', () => {
  const setUp = useSetUp('issuance');
  const issueCertificate = { operation: 'IssueCertificate' };

  test.each(['outage', 'drop', 'throttle'] as const)('%s for two calls: nobody notices', async (kind) => {
    const before = await setUp.mock.journalLength();
    await commitFault(setUp, { name: kind, match: issueCertificate, when: { times: 2 }, effect: { kind } });
    const issuance = new Issuance(setUp, await setUp.createNamespace('outage'));
    await issuance.applyIssuer();
    await issuance.applyCertificate();

    await issuance.certificateReady();
    const calls = withoutRepeats(await setUp.mock.journal(before)).filter(
      ({ operation }) => operation === issueCertificate.operation,
    );
    expect(calls.map(({ fault }) => fault)).toEqual([kind, kind, null]);
    expect(calls.at(-1)?.issuedSerialHex).toEqual(expect.any(String));
    expect(await setUp.diagnose()).toEqual([]);
  });

  test.each([
    ['outage', 'StatusCode: 503', 'aws-unreachable'],
    ['drop', 'EOF', 'aws-unreachable'],
    ['throttle', 'ThrottlingException', 'aws-throttled'],
  ] as const)(
    '%s for longer: the request fails, and stays failed until it is deleted and the Certificate renewed',
    async (kind, error, finding) => {
      const end = await commitFault(setUp, { match: issueCertificate, effect: { kind } });
      const issuance = new Issuance(setUp, await setUp.createNamespace('outage'));
      await issuance.applyIssuer();
      await issuance.applyCertificate();

      const failed = await issuance.requestIs('Failed');
      expect(conditionOf(failed, 'Ready')?.message).toMatch(
        new RegExp(`exceeded maximum number of attempts, 3.*${error}`),
      );
      const [during] = await setUp.diagnose();
      expect(during).toMatchObject({ id: finding, cause: expect.stringContaining(issuance.namespace) });

      await end();
      const other = new Issuance(setUp, await setUp.createNamespace('outage-over'));
      await other.applyIssuer();
      await other.applyCertificate();
      await other.certificateReady();
      const [after] = await setUp.diagnose();
      expect(after).toMatchObject({
        id: 'request-failed-not-retried',
        cause: expect.stringContaining(issuance.namespace),
      });

      expect(after?.remedy).toMatch(/delete certificaterequest istio-ca-1, and cmctl renew/);
      await startAgain(setUp, issuance, failed);
      await issuance.certificateReady();
      expect(await setUp.diagnose()).toEqual([]);
    },
  );

  test('a CA that was disabled and enabled again: nothing is issued until it is renewed', async () => {
    const { issuingCaArn: CertificateAuthorityArn } = setUp.outputs['ca-hierarchy'];
    const update = (Status: 'ACTIVE' | 'DISABLED') =>
      setUp.aws.acmPca.send(new UpdateCertificateAuthorityCommand({ CertificateAuthorityArn, Status }));
    await update('DISABLED');
    setUp.onCleanUp(() => update('ACTIVE'));
    const issuance = new Issuance(setUp, await setUp.createNamespace('outage'));
    await issuance.applyIssuer();
    await issuance.applyCertificate();

    const failed = await issuance.requestIs('Failed');
    const [during] = await setUp.diagnose();
    expect(during).toMatchObject({ id: 'ca-disabled', cause: expect.stringContaining(CertificateAuthorityArn) });

    await update('ACTIVE');
    const [after] = await setUp.diagnose();
    expect(after).toMatchObject({
      id: 'request-failed-not-retried',
      cause: expect.stringContaining(issuance.namespace),
    });

    // Nor is it enough to delete the request: cert-manager keeps to its back-off of an hour.
    await deleteRequest(setUp, failed);
    await untilLogged(
      setUp,
      'cert-manager',
      new RegExp(`next CertificateRequest not available.*${issuance.namespace}`),
    );
    await untilLogged(setUp, 'cert-manager', new RegExp(`Backing off from issuance.*${issuance.namespace}`));

    await renewCertificate(setUp.kubernetes, issuance.certificate);
    await issuance.certificateReady();
    expect(await setUp.diagnose()).toEqual([]);
  });

  test('of GetCertificate: what AWS has issued by then is returned for five minutes, whatever the new key', async () => {
    const end = await commitFault(setUp, { match: { operation: 'GetCertificate' }, effect: { kind: 'outage' } });
    const issuance = new Issuance(setUp, await setUp.createNamespace('outage'));
    await issuance.applyIssuer();
    await issuance.applyCertificate();
    const failed = await issuance.requestIs('Failed');
    await end();

    await startAgain(setUp, issuance, failed);
    // The new request has the name of the first, so the same idempotency token.
    await issuingIs(setUp, issuance, 'InvalidCertificate');
    expect(await issuedFor(setUp, failed)).toBe(1);
    const [first] = await setUp.diagnose();
    expect(first).toMatchObject({
      id: 'certificate-of-earlier-request',
      cause: expect.stringContaining(issuance.namespace),
    });
  });

  test('of STS: the AWSPCAIssuer becomes Ready, and the request is issued, by themselves', async () => {
    const end = await commitFault(setUp, { match: { service: 'sts' }, effect: { kind: 'outage' } });
    const issuance = new Issuance(setUp, await setUp.createNamespace('outage'));
    await issuance.applyIssuer();

    await untilLogged(
      setUp,
      'issuer',
      new RegExp(`failed to sts.GetCallerIdentity.*${issuance.namespace}.*StatusCode: 503`),
    );
    const [during] = await setUp.diagnose();
    expect(during).toMatchObject({ id: 'aws-unreachable', cause: expect.stringContaining(issuance.namespace) });

    await issuance.applyCertificate();
    await issuance.requestIs('Pending', ({ message }) => message === 'issuer is not ready');
    await end();
    await issuance.certificateReady();
    expect(await setUp.diagnose()).toEqual([]);
  });
});
