import { randomUUID } from 'node:crypto';
import {
  CreateCertificateAuthorityCommand,
  DescribeCertificateAuthorityCommand,
  type Tag,
} from '@aws-sdk/client-acm-pca';
import {
  CreateOpenIDConnectProviderCommand,
  GetOpenIDConnectProviderCommand,
  GetRoleCommand,
} from '@aws-sdk/client-iam';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { FaultRule } from '../../mocks/contract.ts';
import { type RunningMockAws, startMockAws } from '../../mocks/server.ts';
import { awsClients } from './aws-clients.ts';
import type { Creation } from './creation.ts';
import { createIssuerRole } from './issuer-role.ts';
import { MockAdmin } from './mock-admin.ts';
import { removeOwnAuthorities, removeOwnIam, removeRunFromAws } from './remove-run.ts';
import { taggedAuthorities } from './tagged-authorities.ts';
import { taggedIamEntities } from './tagged-iam.ts';
import { runTags } from './tags.ts';
import { realAccountOf } from './testing/account-of.ts';
import { signedBy } from './testing/signed-by.ts';

const { signal } = new AbortController();
const run = { runId: 'own', instance: 'a'.repeat(32) };
let server: RunningMockAws;
let restoreEnvironment: () => void;

beforeAll(async () => {
  server = await startMockAws({ region: 'us-east-1', settings: { creationDelayMs: 0 } });
  restoreEnvironment = signedBy(server);
});

afterEach(() => admin().removeAllFaults());

afterAll(async () => {
  restoreEnvironment();
  await server.close();
});

const admin = () => new MockAdmin(server.admin);
const account = () => realAccountOf(server);
const clients = () => awsClients(account());

async function createCa(Tags?: Tag[]): Promise<string> {
  const { CertificateAuthorityArn = '' } = await clients().acmPca.send(
    new CreateCertificateAuthorityCommand({
      CertificateAuthorityType: 'ROOT',
      CertificateAuthorityConfiguration: {
        ...{ KeyAlgorithm: 'EC_prime256v1', SigningAlgorithm: 'SHA256WITHECDSA', Subject: { CommonName: 'ca' } },
      },
      IdempotencyToken: randomUUID(),
      ...(Tags === undefined ? {} : { Tags }),
    }),
  );
  return CertificateAuthorityArn;
}

async function isDeleted(CertificateAuthorityArn: string): Promise<boolean> {
  const request = new DescribeCertificateAuthorityCommand({ CertificateAuthorityArn });
  return (await clients().acmPca.send(request)).CertificateAuthority?.Status === 'DELETED';
}

const role = (mark: typeof run | { readonly runId: string }) =>
  createIssuerRole(clients().iam, {
    ...{ ...mark, account: account(), caArn: 'arn:aws:acm-pca:us-east-1:123456789012:certificate-authority/1', signal },
    trust: { by: 'principal', principalArn: account().principalArn },
  });

const noted = (kind: Creation['kind'], arn: string): Creation => ({ kind, arn, at: new Date().toISOString() });

/** Refuses to let the tags of these be looked at. */
const hide = (operation: string, resourceArn: string, reason: string) =>
  admin().inject({
    match: { operation, resourceArn },
    effect: {
      ...({ kind: 'error', code: 'AccessDeniedException', status: 403 } as const),
      message: `User: u is not authorized to perform: acm-pca:${operation} on resource: ${resourceArn} ${reason}`,
    },
  } satisfies FaultRule);

const byNoPolicy = 'because no identity-based policy allows the action';

describe('what is noted is removed only when its tags in AWS say that it is the run’s', () => {
  test('a CA without our tag, one of another run of the same id, and one of a run without an instance stay', async () => {
    const [untagged, another, older, own] = [
      await createCa(),
      await createCa(runTags({ ...run, instance: 'b'.repeat(32) })),
      await createCa(runTags({ runId: run.runId })),
      await createCa(runTags(run)),
    ];
    const creations = [untagged, another, older, own].map((arn) => noted('certificate-authority', arn));
    await expect(removeOwnAuthorities({ account: account(), run, creations, signal })).rejects.toMatchObject({
      message: `${older} is noted as made by run own, and its tags in AWS do not say so: it is left`,
      remedy: expect.stringContaining('delete it in AWS'),
    });
    expect(await Promise.all([untagged, another, older, own].map(isDeleted))).toEqual([false, false, false, true]);

    // A kept run of a version that made no instance is known by its id, and by having no such tag.
    await removeOwnAuthorities({ account: account(), run: { runId: run.runId }, creations: [], signal });
    expect(await Promise.all([another, older].map(isDeleted))).toEqual([false, true]);
  });

  test('roles of two runs of one id have names of their own, and each goes by itself', async () => {
    const other = { ...run, instance: 'c'.repeat(32) };
    const [mine, theirs] = [await role(run), await role(other)];
    const creations = [mine, theirs].map(({ roleArn }) => noted('role', roleArn));
    await expect(removeOwnIam({ account: account(), run, creations, signal })).rejects.toThrow(theirs.roleArn);
    const { iam } = clients();
    await expect(iam.send(new GetRoleCommand({ RoleName: mine.roleName }))).rejects.toThrow('cannot be found');
    expect((await iam.send(new GetRoleCommand({ RoleName: theirs.roleName }))).Role?.Arn).toBe(theirs.roleArn);
    await removeRunFromAws({ account: account(), run: other, creations: [], signal });
    expect(await taggedIamEntities(iam, signal)).toEqual([]);
  });
});

describe('tags that may not be looked at', () => {
  test('are those of others: what is ours is found and removed, and the rest is counted', async () => {
    const foreign = await createCa();
    const own = await createCa(runTags(run));
    const { iam } = clients();
    const Url = 'https://oidc.eks.us-east-1.amazonaws.com/id/FOREIGN';
    const { OpenIDConnectProviderArn: provider = '' } = await iam.send(new CreateOpenIDConnectProviderCommand({ Url }));
    const mine = new CreateOpenIDConnectProviderCommand({ Url: `${Url}2`, Tags: runTags(run) });
    const { OpenIDConnectProviderArn: ours = '' } = await iam.send(mine);
    await hide('ListTags', foreign, byNoPolicy);
    await hide('GetOpenIDConnectProvider', provider, byNoPolicy);
    const skipped: string[] = [];
    const onSkipped = (arns: readonly string[]) => skipped.push(...arns);
    await removeRunFromAws({ account: account(), run, creations: [], onSkipped, signal });
    expect(await Promise.all([foreign, own].map(isDeleted))).toEqual([false, true]);
    const asked = new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: ours });
    await expect(iam.send(asked)).rejects.toMatchObject({ name: 'NoSuchEntityException' });
    expect(skipped).toEqual([foreign, provider]);

    // What was noted goes before the sweep, which then finds others' alone.
    await iam.send(mine);
    const creations = [noted('oidc-provider', ours)];
    await removeOwnIam({ account: account(), run, creations, signal });
    await expect(iam.send(asked)).rejects.toMatchObject({ name: 'NoSuchEntityException' });
  });

  test('are those of others also where the account has no other CA', async () => {
    await hide('ListTags', await createCa(), byNoPolicy);
    await expect(removeOwnAuthorities({ account: account(), run, creations: [], signal })).resolves.toBeUndefined();
  });

  test('are an error that names the action when it is refused for every CA', async () => {
    await createCa();
    await hide('ListTags', '*', byNoPolicy);
    const removal = { account: account(), run, creations: [], signal };
    await expect(removeOwnAuthorities(removal)).rejects.toMatchObject({
      message: expect.stringContaining('acm-pca:ListTags'),
      remedy: expect.stringContaining('Allow acm-pca:ListTags'),
    });
  });

  test('of what the run noted are an error: it would be left', async () => {
    const own = await createCa(runTags(run));
    await hide('ListTags', own, 'with an explicit deny in an identity-based policy');
    const creations = [noted('certificate-authority', own)];
    await expect(removeOwnAuthorities({ account: account(), run, creations, signal })).rejects.toMatchObject({
      message: expect.stringContaining('acm-pca:ListTags'),
    });
    await admin().removeAllFaults();
    await removeOwnAuthorities({ account: account(), run, creations, signal });
    expect(await isDeleted(own)).toBe(true);
  });
});

describe('an account with many CAs', () => {
  test('what was noted goes first; when the time is up, the rest is named with a command that works', async () => {
    for (let count = 0; count < 40; count += 1) await createCa();
    const [known, alsoKnown] = [await createCa(runTags(run)), await createCa(runTags(run))];
    await admin().inject({ match: { operation: 'ListTags' }, effect: { kind: 'latency', delayMs: 150 } });
    const quick = {
      account: account(),
      run,
      creations: [noted('certificate-authority', known)],
      signal: AbortSignal.timeout(600),
    };
    await expect(removeOwnAuthorities(quick)).rejects.toMatchObject({
      message: expect.stringContaining('There was no time to remove what run own made in AWS account'),
      remedy: expect.stringContaining(
        `pca-e2e clean --aws real --region us-east-1 --aws-endpoint ${server.endpoint} --run-id own`,
      ),
    });
    expect(await Promise.all([known, alsoKnown].map(isDeleted))).toEqual([true, false]);

    // Several at a time: one after the other, 41 would take more than six seconds.
    const startedMs = performance.now();
    await removeOwnAuthorities({ account: account(), run, creations: [], signal });
    expect(performance.now() - startedMs).toBeLessThan(3_000);
    expect(await isDeleted(alsoKnown)).toBe(true);
    expect(await taggedAuthorities(clients().acmPca, signal, { isWanted: ({ Arn }) => Arn === alsoKnown })).toEqual([]);
  }, 30_000);
});
