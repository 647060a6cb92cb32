import { mkdtempSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetCertificateAuthorityCsrCommand, IssueCertificateCommand } from '@aws-sdk/client-acm-pca';
import { AttachRolePolicyCommand, CreatePolicyCommand, CreateRoleCommand } from '@aws-sdk/client-iam';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { type RunningMockAws, startMockAws } from '../../mocks/server.ts';
import type { AwsCredentials } from '../aws/aws-account.ts';
import { awsClients } from '../aws/aws-clients.ts';
import { createHierarchy } from '../aws/ca-hierarchy.ts';
import { planCas } from '../aws/ca-plan.ts';
import { caRecords } from '../aws/ca-records.ts';
import { assumedRole } from '../aws/credential-chain.ts';
import { openIssuerSession } from '../aws/issuer-session.ts';
import { principalTrust } from '../aws/issuer-trust.ts';
import { MockAdmin } from '../aws/mock-admin.ts';
import { certificateIssued } from '../aws/pca-waiters.ts';
import { removeRunFromAws } from '../aws/remove-run.ts';
import type { PolicyDocument } from '../aws/run-policy.ts';
import { taggedAuthorities } from '../aws/tagged-authorities.ts';
import { taggedIamEntities } from '../aws/tagged-iam.ts';
import { accountOf, realAccountOf } from '../aws/testing/account-of.ts';
import { signedBy } from '../aws/testing/signed-by.ts';
import { userWithPolicy, without } from '../aws/testing/user-with-policy.ts';
import { exitCode } from '../errors/exit-code.ts';
import { runPolicy } from '../flow/aws-calls.ts';
import { installFlow } from '../flow/install-flow.ts';
import { planFlow } from '../flow/plan-flow.ts';
import { defaultRunOptions, type Run, type RunOptions } from '../flow/run.ts';
import { type AwsPartResult, realRun, runAwsPart } from '../flow/testing/aws-part.ts';
import { FakeApiServer } from '../flow/testing/fake-api-server.ts';
import { PublicOidcIssuer } from '../flow/testing/public-oidc-issuer.ts';
import { findAwsLeftovers } from './clean/aws-leftovers.ts';

const existingCluster = { context: 'fake', onExisting: 'refuse', kubeconfigFiles: [] } as const;

/** The sides that ask for different rights. A mock that is reached over the network counts as AWS itself. */
const sides = {
  kind: { provider: 'kind' },
  EKS: { provider: 'existing', existingCluster },
} as const satisfies Record<string, Partial<RunOptions>>;
type Side = keyof typeof sides;

const folder = mkdtempSync(join(tmpdir(), 'pca-e2e-rights-'));
const issuer = new PublicOidcIssuer();
const cluster = new FakeApiServer(issuer);
const { signal } = new AbortController();
let server: RunningMockAws;
const afterwards: (() => unknown)[] = [];

beforeAll(async () => {
  issuer.serve();
  await cluster.listen();
});

afterEach(async () => {
  for (const end of afterwards.splice(0).toReversed()) await end();
});

afterAll(async () => {
  issuer.close();
  cluster.close();
  await rm(folder, { recursive: true });
});

const policyOf = (side: Side, more: Partial<RunOptions> = {}) =>
  runPolicy(
    { ...defaultRunOptions, aws: 'real', ...sides[side], ...more },
    { accountId: server.accountId, partition: 'aws' },
  );

/** An account of its own. */
async function openAws(): Promise<void> {
  const opened = await startMockAws({ region: 'us-east-1', settings: { creationDelayMs: 0, issuanceDelayMs: 0 } });
  afterwards.push(() => opened.close());
  server = opened;
  await issuer.publishTo(server);
}

function signAs(credentials: AwsCredentials): void {
  afterwards.push(signedBy(credentials));
}

async function newRun(side: Side, more: Partial<RunOptions> = {}): Promise<Run> {
  const runFolder = mkdtempSync(join(folder, `${side}-`));
  await mkdir(runFolder, { recursive: true });
  await cluster.writeKubeconfig(join(runFolder, 'kubeconfig'));
  return realRun('exact', runFolder, { fips: false, endpoint: server.endpoint }, { ...sides[side], ...more });
}

const perform = (side: Side, run: Run) =>
  runAwsPart(run, signal, side === 'EKS' ? { serviceAccountIssuer: issuer.url } : {});

/** Everything that carries any run's tag. */
async function left(): Promise<readonly string[]> {
  const { acmPca, iam } = awsClients(accountOf(server));
  return [...(await taggedAuthorities(acmPca, signal)), ...(await taggedIamEntities(iam, signal))].map(
    ({ arn }) => arn,
  );
}

/** What the later steps do with the caller's own credentials: reading the chain, and the issuer's session. */
async function laterSteps(side: Side, { outputs }: AwsPartResult): Promise<void> {
  const { 'ca-hierarchy': hierarchy, 'iam-role': role } = outputs;
  if (!hierarchy || !role) throw new Error('The run made no hierarchy, or no role');
  const account = realAccountOf(server);
  const { issuingCaArn: CertificateAuthorityArn } = hierarchy;
  const { acmPca } = awsClients(accountOf(server));
  // Any request will do: what is looked at is who may read what was issued.
  const { Csr } = await acmPca.send(new GetCertificateAuthorityCsrCommand({ CertificateAuthorityArn }));
  const { CertificateArn } = await acmPca.send(
    new IssueCertificateCommand({
      CertificateAuthorityArn,
      Csr: Buffer.from(Csr ?? ''),
      SigningAlgorithm: 'SHA256WITHECDSA',
      TemplateArn: 'arn:aws:acm-pca:::template/SubordinateCACertificate_PathLen0/V1',
      Validity: { Type: 'DAYS', Value: 90 },
    }),
  );
  await certificateIssued(acmPca, { CertificateAuthorityArn, CertificateArn }, signal);
  await caRecords(awsClients(account).acmPca, hierarchy, CertificateArn ?? '', signal);
  if (side === 'kind')
    await openIssuerSession({ account, role, caArn: CertificateAuthorityArn, token: undefined, signal });
}

/** What `clean --aws real` calls; it would leave alone what this process, which lives, has made. */
async function clean({ instance }: Run): Promise<void> {
  const account = realAccountOf(server);
  const found = await findAwsLeftovers({ account, runId: 'exact', olderThanMs: undefined, signal });
  expect(found.others).toMatchObject([{ runId: 'exact', life: { state: 'running' } }]);
  await removeRunFromAws({ account, run: { runId: 'exact', instance }, creations: [], signal });
}

/** Calls that were not the administrator's, each once. */
async function called(): Promise<readonly string[]> {
  const entries = await new MockAdmin(server.admin).journal();
  const ours = entries.filter(({ principalArn }) => !principalArn?.endsWith(':user/administrator'));
  return [...new Set(ours.map(({ service, operation }) => `${service} ${operation}`))].sort();
}

describe.each(Object.keys(sides) as Side[])('the policy that --policy prints for a run on %s', (side) => {
  test('is enough for the run, its checks, its undo, and `clean` of a killed run; the plan names each call', async () => {
    await openAws();
    signAs(await userWithPolicy(server, policyOf(side)));
    const run = await newRun(side);
    const result = await perform(side, run);
    expect(result.error).toBeUndefined();
    expect(result.checks.filter(({ outcome }) => outcome !== 'passed')).toEqual([]);
    expect(result.outputs['iam-role']?.oidcProviderArn === undefined).toBe(side === 'kind');
    await laterSteps(side, result);
    expect(await result.undo()).toEqual([]);
    expect(await left()).toEqual([]);

    // Killed: nothing is undone.
    const killed = await newRun(side);
    expect((await perform(side, killed)).error).toBeUndefined();
    expect((await left()).length).toBeGreaterThan(3);
    await clean(killed);
    expect(await left()).toEqual([]);

    const plan = planFlow({ run, steps: installFlow(() => undefined), alreadyDone: {}, toReset: [] });
    const actions = plan.flatMap((step) => [...step.actions, ...step.undo]).filter(({ by }) => by === 'aws');
    const [calls, planned] = [await called(), actions.map(({ what }) => what)];
    expect(calls.filter((call) => !planned.includes(call))).toEqual([]);
    const certain = actions.filter(({ unless }) => unless === undefined).map(({ what }) => what);
    expect(certain.filter((call) => !calls.includes(call))).toEqual([]);
  }, 60_000);

  test('is enough to undo a run that is cut short before it has a role', async () => {
    await openAws();
    signAs(await userWithPolicy(server, without(policyOf(side), 'iam:CreateRole')));
    const { error, undo } = await perform(side, await newRun(side));
    expect(String(error)).toContain('iam:CreateRole');
    expect(await undo()).toEqual([]);
    expect(await left()).toEqual([]);
  }, 30_000);

  test('has no action too many: without any one of them, the error names it, and nothing is left', async () => {
    await openAws();
    const all = policyOf(side).Statement.flatMap(({ Action }) => Action);
    expect(all.length).toBeGreaterThan(25);
    const unneeded: string[] = [];
    for (const action of all) {
      await openAws();
      signAs(await userWithPolicy(server, without(policyOf(side), action)));
      const { error, undo } = await perform(side, await newRun(side));
      if (error === undefined) unneeded.push(action);
      else expect(`${action}: ${String(error)}`).toMatch(new RegExp(`: [^]*${action}`));
      expect({ action, undone: await undo(), left: await left() }).toEqual({ action, undone: [], left: [] });
    }
    // A user whom the issuer's role trusts by name needs no right to assume it, unless a permissions boundary or a
    // session policy says so.
    expect(unneeded).toEqual(['sts:AssumeRole']);
  }, 180_000);

  test('is tried before anything is made: every action that is missing is named at once', async () => {
    await openAws();
    const undo = /^(acm-pca:(Update|Delete)CertificateAuthority|iam:(Detach|Delete).*)$/;
    const removing = policyOf(side).Statement.flatMap(({ Action }) => Action.filter((action) => undo.test(action)));
    expect(removing.length).toBeGreaterThan(4);
    signAs(await userWithPolicy(server, removing.reduce(without, policyOf(side))));
    const { error } = await perform(side, await newRun(side));
    expect(error).toMatchObject({ exitCode: exitCode.machineUnfit, remedy: expect.stringContaining('--policy') });
    const [whose, ...named] = (error as Error).message.split('\n  ');
    expect(whose).toContain(`arn:aws:iam::${server.accountId}:user/e2e lacks permissions`);
    expect(named.toSorted()).toEqual(removing.toSorted());
    expect((await called()).filter((call) => call.includes('Create'))).toEqual([]);
  }, 30_000);
});

/** Signs as a session of a role that has this policy, and may have no other by its permissions boundary. */
async function signAsRole(policy: PolicyDocument): Promise<void> {
  const { iam, sts } = awsClients(accountOf(server));
  const PolicyDocument = JSON.stringify(policy);
  const { Policy } = await iam.send(new CreatePolicyCommand({ PolicyName: 'most', PolicyDocument }));
  const { Role } = await iam.send(
    new CreateRoleCommand({
      ...{ RoleName: 'ci', Path: '/team/', PermissionsBoundary: Policy?.Arn },
      AssumeRolePolicyDocument: JSON.stringify(principalTrust(`arn:aws:iam::${server.accountId}:root`)),
    }),
  );
  await iam.send(new AttachRolePolicyCommand({ RoleName: 'ci', PolicyArn: Policy?.Arn }));
  const session = await assumedRole(sts, Role?.Arn ?? '', signal);
  signAs(session);
  process.env['AWS_SESSION_TOKEN'] = session.sessionToken;
}

test('the printed policy is enough for a session of a role too, also as its permissions boundary; without iam:GetRole the error names it', async () => {
  await openAws();
  await signAsRole(policyOf('kind'));
  const { error, undo } = await perform('kind', await newRun('kind'));
  expect(error).toBeUndefined();
  expect(await undo()).toEqual([]);
  await openAws();
  await signAsRole(without(policyOf('kind'), 'iam:GetRole'));
  const refused = await perform('kind', await newRun('kind'));
  expect(String(refused.error)).toContain('iam:GetRole');
  expect(await refused.undo()).toEqual([]);
  expect(await left()).toEqual([]);
}, 60_000);

test('the policy of a run with a CA that exists already is enough for it, and for that CA alone', async () => {
  await openAws();
  const { issuingCaArn } = await createHierarchy(awsClients(accountOf(server)).acmPca, {
    ...{ runId: 'owner', keyAlgorithm: 'EC_prime256v1', signal, waitingFor: () => undefined },
    plan: planCas({ depth: 2, issuingPathLength: 1 }),
  });
  const policy = policyOf('kind', { issuingCaArn });
  expect(JSON.stringify(policy)).not.toMatch(/CreateCertificateAuthority|DeleteCertificateAuthority|acm-pca:Tag/);
  signAs(await userWithPolicy(server, policy));
  const result = await perform('kind', await newRun('kind', { issuingCaArn }));
  expect(result.error).toBeUndefined();
  await laterSteps('kind', result);
  const before = await left();
  expect(await result.undo()).toEqual([]);
  expect(before.length - (await left()).length).toBe(2);
});
