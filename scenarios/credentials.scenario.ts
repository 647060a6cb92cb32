import { describe, expect, test } from '@jest/globals';
import { conditionOf } from '../harness/kubernetes/conditions.ts';
import { commitFault } from '../harness/scenario/commit-fault.ts';
import { untilLogged } from '../harness/scenario/component-log.ts';
import { createIssuerUser, credentialsInSecret } from '../harness/scenario/iam-user.ts';
import { Issuance } from '../harness/scenario/issuance.ts';
import type { LiveSetUp } from '../harness/scenario/live-set-up.ts';
import { useSetUp } from '../harness/scenario/set-up.ts';
import { changeTrustPolicy, forgetOidcProvider } from '../harness/scenario/web-identity.ts';

const minuteMs = 60_000;
const trust = (claim: string, value: string) => (setUp: LiveSetUp<'issuance'>) =>
  changeTrustPolicy(setUp, claim, value);

/** docs/scenarios.md, G9 and F15: AWS does not believe the issuer that it is who it says. */
describe('credentials that AWS refuses', () => {
  const setUp = useSetUp('issuance');

  test('the keys of a user work, as the README of the issuer has it', async () => {
    const issuance = new Issuance(setUp, await setUp.createNamespace('credentials'));
    const user = await createIssuerUser(setUp, 'right-key');
    await issuance.applyIssuer(await credentialsInSecret(setUp, issuance.namespace, user));
    await issuance.applyCertificate();

    await issuance.certificateReady();
    expect(await setUp.diagnose()).toEqual([]);
  });

  test.each([
    [
      'an access key that is none',
      { accessKeyId: 'AKIAIOSFODNN7EXAMPLE' },
      'InvalidClientTokenId',
      'aws-credentials-unknown',
    ],
    [
      'the secret of another key',
      { secretAccessKey: 'x'.repeat(40) },
      'SignatureDoesNotMatch',
      'aws-signature-mismatch',
    ],
  ])('%s: the issuer gets no condition at all; only its log says why', async (_what, wrong, error, finding) => {
    const issuance = new Issuance(setUp, await setUp.createNamespace('credentials'));
    const user = await createIssuerUser(setUp, 'wrong-key');
    await issuance.applyIssuer(await credentialsInSecret(setUp, issuance.namespace, { ...user, ...wrong }));
    await issuance.applyCertificate();

    await issuance.requestIs('Pending', ({ message }) => message === 'issuer is not ready');
    await issuerCouldNotTellWhoItIs(issuance, error);

    const [first] = await setUp.diagnose();
    expect(first).toMatchObject({ id: finding, cause: expect.stringContaining(error) });
  });

  test.each([
    ['behind', 20 * minuteMs, /Signature expired/],
    // Which of the two depends on the age of the service account's token: AWS looks at that before any signature.
    ['ahead of', -20 * minuteMs, /Signature not yet current|The ID Token provided is not valid yet/],
  ])("the cluster's clock is 20 min %s AWS's: the issuer cannot sign in", async (_how, offsetMs, words) => {
    await commitFault(setUp, { effect: { kind: 'clockSkew', offsetMs } });
    const issuance = new Issuance(setUp, await setUp.createNamespace('clock'));
    await issuance.applyIssuer();

    await issuerCouldNotTellWhoItIs(issuance, words.source);

    const [first] = await setUp.diagnose();
    expect(first).toMatchObject({
      id: 'aws-clock-skew',
      cause: expect.stringMatching(words),
    });
  });

  test('a session that has expired: the request fails', async () => {
    const issuance = new Issuance(setUp, await setUp.createNamespace('credentials'));
    await issuance.applyIssuer();
    await issuance.issuerReady();
    // A secretRef holds no session token, so AWS says it of the role's own session.
    const message = 'The security token included in the request is expired';
    await commitFault(setUp, {
      match: { service: 'acm-pca', principalArn: `*/${setUp.outputs['iam-role'].roleName}/*` },
      effect: { kind: 'error', code: 'ExpiredTokenException', message },
    });
    await issuance.applyCertificate();

    const failed = await issuance.requestIs('Failed');
    expect(conditionOf(failed, 'Ready')?.message).toContain(`ExpiredTokenException: ${message}`);

    const [first] = await setUp.diagnose();
    expect(first).toMatchObject({ id: 'aws-credentials-expired', cause: expect.stringContaining(message) });
  });

  test.each([
    [
      'the role trusts another service account',
      trust('sub', 'system:serviceaccount:cert-manager:default'),
      'AccessDenied',
    ],
    ['the role trusts another audience', trust('aud', 'sts.amazonaws.com.cn'), 'AccessDenied'],
    ["AWS does not know the cluster's OIDC provider", forgetOidcProvider, 'InvalidIdentityToken'],
  ])("%s: the issuer's service account cannot assume it", async (_what, change, error) => {
    await change(setUp);
    const issuance = new Issuance(setUp, await setUp.createNamespace('web-identity'));
    // Every AWSPCAIssuer signs in anew; those that are Ready already go on with their session for up to an hour.
    await issuance.applyIssuer();

    await issuerCouldNotTellWhoItIs(issuance, `AssumeRoleWithWebIdentity.* ${error}: `);

    const [first] = await setUp.diagnose();
    expect(first).toMatchObject({ id: 'web-identity-denied', cause: expect.stringContaining(error) });
    expect(first?.cause).toContain(setUp.outputs['iam-role'].roleArn);
  });

  /** aws-privateca-issuer 1.11.0 logs it and sets no condition. */
  const issuerCouldNotTellWhoItIs = (issuance: Issuance, why: string) =>
    untilLogged(setUp, 'issuer', new RegExp(`failed to sts.GetCallerIdentity.*${issuance.namespace}.*(${why})`));
});
