import {
  AddClientIDToOpenIDConnectProviderCommand,
  CreateOpenIDConnectProviderCommand,
  GetOpenIDConnectProviderCommand,
  ListOpenIDConnectProviderTagsCommand,
} from '@aws-sdk/client-iam';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type RunningMockAws, startMockAws } from '../../mocks/server.ts';
import { awsClients } from './aws-clients.ts';
import { createIssuerRole } from './issuer-role.ts';
import { removeOwnIam } from './remove-run.ts';
import { runTagKey } from './tags.ts';
import { accountOf } from './testing/account-of.ts';

const { signal } = new AbortController();
let server: RunningMockAws;

beforeAll(async () => {
  server = await startMockAws({ region: 'us-east-1' });
});
afterAll(() => server.close());

const iam = () => awsClients(accountOf(server)).iam;
const roleFor = (runId: string, oidcIssuer: string) =>
  createIssuerRole(iam(), {
    ...{
      runId,
      account: accountOf(server),
      caArn: 'arn:aws:acm-pca:us-east-1:123456789012:certificate-authority/1',
      signal,
    },
    trust: { by: 'web-identity', oidcIssuer },
  });
const removeRole = (runId: string) =>
  removeOwnIam({ account: accountOf(server), run: { runId }, creations: [], signal });

/** What `eksctl utils associate-iam-oidc-provider` has made for a cluster. */
async function somebodysProvider(Url: string, clientId: string): Promise<string> {
  const request = new CreateOpenIDConnectProviderCommand({ Url, ClientIDList: [clientId] });
  return (await iam().send(request)).OpenIDConnectProviderArn ?? '';
}
const provider = (OpenIDConnectProviderArn: string) =>
  iam().send(new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn }));

describe("the OIDC provider of a run's cluster", () => {
  test('is created with the tag of the run, and goes with the role', async () => {
    const { oidcProviderArn = '' } = await roleFor('own', 'https://oidc.eks.us-east-1.amazonaws.com/id/OWN');
    const { Tags } = await iam().send(
      new ListOpenIDConnectProviderTagsCommand({ OpenIDConnectProviderArn: oidcProviderArn }),
    );
    expect(Tags).toContainEqual({ Key: runTagKey, Value: 'own' });
    await removeRole('own');
    await expect(provider(oidcProviderArn)).rejects.toMatchObject({ name: 'NoSuchEntityException' });
  });

  test("is the account's own where it has one: trusted, not tagged, and left when the role goes", async () => {
    const issuer = 'https://oidc.eks.us-east-1.amazonaws.com/id/THERE';
    const there = await somebodysProvider(issuer, 'sts.amazonaws.com');
    const before = await provider(there);
    const role = await roleFor('guest', issuer);
    expect(role.oidcProviderArn).toBe(there);
    await removeRole('guest');
    const { $metadata: _, ...after } = await provider(there);
    expect(before).toMatchObject(after);
  });

  test('that takes no tokens for STS is refused with the command that adds them', async () => {
    const issuer = 'https://oidc.eks.us-east-1.amazonaws.com/id/OTHER';
    const there = await somebodysProvider(issuer, 'somebody-else');
    await expect(roleFor('refused', issuer)).rejects.toMatchObject({
      message: expect.stringContaining('it has somebody-else'),
      remedy: expect.stringContaining(`--open-id-connect-provider-arn ${there} --client-id sts.amazonaws.com`),
    });
    await iam().send(
      new AddClientIDToOpenIDConnectProviderCommand({
        OpenIDConnectProviderArn: there,
        ClientID: 'sts.amazonaws.com',
      }),
    );
    await removeRole('refused');
    expect((await roleFor('refused', issuer)).oidcProviderArn).toBe(there);
  });
});
