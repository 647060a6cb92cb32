import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type RunningMockAws, startMockAws } from '../../mocks/server.ts';
import { UsageError } from '../errors/harness-error.ts';
import { awsClients } from './aws-clients.ts';
import { checkCaBudget } from './ca-budget.ts';
import { arnsOf, createHierarchy } from './ca-hierarchy.ts';
import { planCas } from './ca-plan.ts';
import { deleteAuthorities } from './delete-authorities.ts';
import { accountOf } from './testing/account-of.ts';

const { signal } = new AbortController();
let server: RunningMockAws;

beforeAll(async () => {
  server = await startMockAws({ region: 'us-east-1', settings: { creationDelayMs: 0, issuanceDelayMs: 0 } });
});

afterAll(() => server.close());

test('CAs of other runs count until they are deleted', async () => {
  const { acmPca } = awsClients(accountOf(server));
  const within = (limit: number, runId = 'new') => checkCaBudget(acmPca, { runId, planned: 2, limit, signal });
  const plan = planCas({ depth: 2, issuingPathLength: 1 });
  const wish = { keyAlgorithm: 'EC_prime256v1', plan, signal, waitingFor: () => undefined } as const;
  const hierarchy = await createHierarchy(acmPca, { ...wish, runId: 'old' });

  await expect(within(4)).resolves.toBeUndefined();
  await expect(within(3)).rejects.toThrow(UsageError);
  await expect(within(3)).rejects.toMatchObject({
    message: expect.stringContaining('2 CAs of other runs stand in the account (old)'),
    remedy: expect.stringContaining('pca-e2e clean --aws real'),
  });
  await expect(within(3, 'old')).resolves.toBeUndefined();

  await deleteAuthorities(acmPca, arnsOf(hierarchy), signal);
  await expect(within(2)).resolves.toBeUndefined();
});
