import type { AwsClients } from '../aws/aws-clients.ts';
import { arnsOf, type CaHierarchy, createHierarchy } from '../aws/ca-hierarchy.ts';
import { type CaKeyAlgorithm, planCas } from '../aws/ca-plan.ts';
import { deleteAuthorities } from '../aws/delete-authorities.ts';
import type { LiveSetUp } from './live-set-up.ts';
import type { SetUpKind } from './set-up-kind.ts';

export interface FurtherCa {
  /** Of the subordinate CA. Unlike the install flow's, it may be 0. @defaultValue 1 */
  readonly pathLength?: number;
  /** @defaultValue RSA_2048 */
  readonly keyAlgorithm?: CaKeyAlgorithm;
  /** Account to create it in. @defaultValue the set-up's own */
  readonly account?: AwsClients;
}

/** Creates a root and a subordinate CA beside the set-up's own, until the test has ended. */
export async function createFurtherCa(setUp: LiveSetUp<SetUpKind>, wish: FurtherCa = {}): Promise<CaHierarchy> {
  const { pathLength = 1, keyAlgorithm = 'RSA_2048', account = setUp.aws } = wish;
  const template = `arn:aws:acm-pca:::template/SubordinateCACertificate_PathLen${pathLength}/V1`;
  const plan = planCas({ depth: 2, issuingPathLength: 1 }).map((ca) =>
    ca.role === 'root' ? ca : { ...ca, pathLength, template },
  );
  const inAws = { runId: setUp.run.id, instance: setUp.run.instance };
  const hierarchy = await createHierarchy(account.acmPca, { ...setUp.wait, ...inAws, keyAlgorithm, plan });
  setUp.onCleanUp(() => deleteAuthorities(account.acmPca, arnsOf(hierarchy), setUp.wait.signal));
  return hierarchy;
}
