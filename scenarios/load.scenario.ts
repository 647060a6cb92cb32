import { describe, expect, test } from '@jest/globals';
import { issuerServiceAccount } from '../harness/aws/issuer-role.ts';
import { scaleDeployment } from '../harness/kubernetes/scale-deployment.ts';
import { recordFigures } from '../harness/scenario/figures.ts';
import { Issuance } from '../harness/scenario/issuance.ts';
import { withoutRepeats } from '../harness/scenario/journal.ts';
import { contendForQuota, issuerCalls } from '../harness/scenario/quota-neighbour.ts';
import { RequestBatch } from '../harness/scenario/request-batch.ts';
import { useSetUp } from '../harness/scenario/set-up.ts';
import { tuneDeployment } from '../harness/scenario/tuned-deployment.ts';

const requests = 1_000;
const issuanceTimeoutMs = 4 * 60_000;
const scenarioTimeoutMs = 6 * 60_000;

/** AWS counts calls: 25 IssueCertificate and 75 GetCertificate a second, for all of an account in a region. */
describe('more requests than AWS PCA takes at once', () => {
  const setUp = useSetUp('issuance');

  // The issuer works on one request at a time. As its chart has it, it makes 20 calls a second to the API server, which
  // are 10 certificates. Where AWS takes 20 ms to issue, it sleeps in the SDK for every fourth: 3 certificates a second.
  // So here it may call as it likes, AWS issues at once, what was asked for while the issuer was away waits for it, and
  // for a moment another program of the account asks too.
  test(
    `${requests} requests: AWS throttles, all are issued, none is lost and none issued twice`,
    async () => {
      const issuance = new Issuance(setUp, await setUp.createNamespace('load'));
      await issuance.applyIssuer();
      await issuance.issuerReady();
      const issuer = { namespace: issuerServiceAccount.namespace, name: setUp.outputs.issuer.deployment };
      const unbound = { furtherArguments: ['-disable-client-side-rate-limiting'], resources: null };
      await tuneDeployment(setUp, issuer, { ...unbound, replicas: 0 });
      const { publishedQuotas, issuanceDelayMs } = await setUp.mock.settings();
      setUp.onCleanUp(() => setUp.mock.changeSettings({ publishedQuotas, issuanceDelayMs }));
      await setUp.mock.changeSettings({ publishedQuotas: true, issuanceDelayMs: 0 });
      const start = await setUp.mock.journalLength();

      const batch = await RequestBatch.create(setUp, issuance.namespace, requests);
      await batch.untilApproved();
      await scaleDeployment(setUp.kubernetes, issuer, 1, setUp.wait);
      await contendForQuota(setUp, start);
      const decided = await batch.untilDecided(issuanceTimeoutMs);

      expect(decided.filter(({ reason }) => reason !== 'Issued')).toEqual([]);
      const calls = withoutRepeats(await issuerCalls(setUp, start)).filter(
        ({ operation }) => operation === 'IssueCertificate',
      );
      const issued = calls.filter(({ issuedSerialHex }) => issuedSerialHex !== null);
      expect(issued.map(({ idempotencyToken }) => idempotencyToken).sort()).toEqual(batch.idempotencyTokens.toSorted());
      expect(issued.map(({ issuedSerialHex }) => issuedSerialHex).sort()).toEqual(
        decided.map(({ serialHex }) => serialHex).sort(),
      );
      // Whatever else was asked was refused: nothing was asked for again that AWS had issued.
      const refused = calls.filter(({ issuedSerialHex }) => issuedSerialHex === null);
      expect(new Set(refused.map(({ errorCode }) => errorCode))).toEqual(new Set(['ThrottlingException']));
      const [firstMs, lastMs] = [issued[0], issued.at(-1)].map((entry) => Date.parse(entry?.time ?? ''));
      recordFigures({ requests, throttled: refused.length, seconds: (Number(lastMs) - Number(firstMs)) / 1000 });
    },
    scenarioTimeoutMs,
  );
});
