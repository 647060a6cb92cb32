import { awsClients } from '../aws/aws-clients.ts';
import { createHierarchy } from '../aws/ca-hierarchy.ts';
import { planCas } from '../aws/ca-plan.ts';
import { createIssuerRole, type IssuerRole } from '../aws/issuer-role.ts';
import { MockAwsEnvironment } from '../aws/mock-environment.ts';
import { defaultRunOptions } from '../flow/run.ts';
import type { GuideSetUp } from './guide-set-up.ts';

/**
 * The guide's step 2. In the console, or by the AWS command line; here by the calls that our run makes, which is no
 * slower than either of them.
 *
 * @returns The ARN that the guide calls ISTIO_CA_ARN.
 */
export async function createCas({ account, options: { runId, signal } }: GuideSetUp): Promise<string> {
  const { caDepth: depth, subordinatePathLength: issuingPathLength, caKeyAlgorithm: keyAlgorithm } = defaultRunOptions;
  const plan = planCas({ depth, issuingPathLength });
  const waitingFor = () => undefined;
  const { issuingCaArn } = await createHierarchy(awsClients(account).acmPca, {
    ...{ runId, keyAlgorithm, plan, signal, waitingFor },
  });
  return issuingCaArn;
}

/** The guide's step 3, as far as it is AWS's. */
export async function createRole(setUp: GuideSetUp, caArn: string): Promise<IssuerRole> {
  const { account, options } = setUp;
  await publishKeys(setUp);
  const { runId, signal } = options;
  return createIssuerRole(awsClients(account).iam, {
    ...{ runId, account, caArn, signal },
    trust: { by: 'web-identity', oidcIssuer: setUp.cluster.serviceAccountIssuer },
  });
}

/** EKS does so by itself for its clusters: each has keys of its own. */
async function publishKeys(setUp: GuideSetUp): Promise<void> {
  const jwks = JSON.parse(await setUp.run('kubectl', ['get', '--raw', '/openid/v1/jwks']));
  await new MockAwsEnvironment().publishOidcIssuer(setUp.account, { issuer: setUp.cluster.serviceAccountIssuer, jwks });
}
