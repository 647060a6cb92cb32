import { createSign, generateKeyPairSync } from 'node:crypto';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type RunningMockAws, startMockAws } from '../../mocks/server.ts';
import { awsClients } from './aws-clients.ts';
import { createHierarchy } from './ca-hierarchy.ts';
import { planCas } from './ca-plan.ts';
import { createIssuerRole } from './issuer-role.ts';
import { openIssuerSession, policyInForce } from './issuer-session.ts';
import { MockAdmin } from './mock-admin.ts';
import { removeRunFromAws } from './remove-run.ts';
import { realAccountOf } from './testing/account-of.ts';
import { signedBy } from './testing/signed-by.ts';

const issuer = 'https://oidc.eks.us-east-1.amazonaws.com/id/TEST';
const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const { signal } = new AbortController();
let server: RunningMockAws;
let restoreEnvironment: () => void;

beforeAll(async () => {
  const settings = { creationDelayMs: 0, issuanceDelayMs: 0, propagationDelayMs: 1_200 };
  server = await startMockAws({ region: 'us-east-1', settings });
  restoreEnvironment = signedBy(server);
  const jwk = { ...publicKey.export({ format: 'jwk' }), kid: 'k1', use: 'sig', alg: 'RS256' };
  await new MockAdmin(server.admin).publishOidcIssuer({ issuer, jwks: { keys: [jwk] } });
});

afterAll(async () => {
  restoreEnvironment();
  await server.close();
});

/** The token of the issuer's service account, as a cluster on EKS signs it. */
function token(): string {
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const nowSeconds = Math.floor(Date.now() / 1_000);
  const sub = 'system:serviceaccount:cert-manager:aws-pca-issuer';
  const claims = { iss: issuer, aud: ['sts.amazonaws.com'], sub, iat: nowSeconds, exp: nowSeconds + 600 };
  const signed = `${encode({ alg: 'RS256', kid: 'k1' })}.${encode(claims)}`;
  return `${signed}.${createSign('RSA-SHA256').update(signed).sign(privateKey, 'base64url')}`;
}

test("right after the role and the cluster's OIDC provider were created, the service account's token opens a session that works", async () => {
  const account = realAccountOf(server);
  const { acmPca, iam } = awsClients(account);
  const run = { runId: 'eks', instance: 'e'.repeat(32) };
  const { issuingCaArn: caArn } = await createHierarchy(acmPca, {
    ...{ ...run, keyAlgorithm: 'EC_prime256v1', plan: planCas({ depth: 2, issuingPathLength: 1 }), signal },
    waitingFor: () => undefined,
  });
  const trust = { by: 'web-identity', oidcIssuer: issuer } as const;
  const role = await createIssuerRole(iam, { ...run, account, caArn, trust, signal });
  const session = await openIssuerSession({ account, role, caArn, token: token(), signal });
  const { sts } = awsClients(account, session);
  const { Arn } = await sts.send(new GetCallerIdentityCommand({}));
  expect(Arn).toContain(`:assumed-role/${role.roleName}/`);
  await policyInForce(session, { account, caArn, signal });
  await removeRunFromAws({ account, run, creations: [], signal });
}, 60_000);
