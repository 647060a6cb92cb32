import type { RealAwsAccount } from '../aws/aws-account.ts';
import { planCas } from '../aws/ca-plan.ts';
import { type CostEstimate, estimateCost } from '../aws/cost-estimate.ts';
import { issuerRoleNames } from '../aws/issuer-role.ts';
import { runTagKey } from '../aws/tags.ts';
import { readsIssuer } from '../flow/aws-calls.ts';
import type { Run } from '../flow/run.ts';
import { counted } from '../reports/wording.ts';

export interface AwsPlan {
  readonly account: RealAwsAccount;
  readonly run: Run;
  readonly isKept: boolean;
}

/** What a run will make in an account of AWS itself, and what that costs, in words. */
export function describeAwsPlan({ account, run, isKept }: AwsPlan): string {
  const { caDepth, caKeyAlgorithm, subordinatePathLength, issuingCaArn } = run.options;
  const { path, policyName, roleName } = issuerRoleNames({ runId: run.id, instance: run.instance }, account);
  const plan = issuingCaArn === undefined ? planCas({ depth: caDepth, issuingPathLength: subordinatePathLength }) : [];
  const cost = estimateCost({ caCount: plan.length });
  return [
    `AWS account ${account.accountId}, ${account.region} (partition ${account.partition})`,
    `  as ${account.principalArn}`,
    ...(account.fips ? ['  over FIPS endpoints'] : []),
    ...(account.endpoint === undefined ? [] : [`  at ${account.endpoint}`]),
    ...(issuingCaArn === undefined
      ? []
      : ["Istio's CA is signed by a CA that is there already, and is not changed:", `  ${issuingCaArn}`]),
    `Created, with the tag ${runTagKey}=${run.id}, and ${isKept ? 'left until `pca-e2e down`' : 'removed at the end'}:`,
    ...plan.map(({ role, commonName }) => `  ${role} CA "${commonName}", general purpose, ${caKeyAlgorithm}`),
    `  policy ${path}${policyName}`,
    `  role ${path}${roleName}`,
    ...(readsIssuer(run.options) ? ["  OIDC provider of the cluster's issuer, unless the account has it already"] : []),
    ...costLines(cost),
    '',
  ].join('\n');
}

function costLines(cost: CostEstimate): readonly string[] {
  const { caCount, perCaAndMonth, perHour, certificateCount, perCertificate, certificates } = cost;
  const money = (amount: number) => `${amount.toFixed(2)} ${cost.currency}`;
  return [
    `Cost, by the prices of ${cost.readOn} on ${cost.source}; other regions and taxes may differ:`,
    ...(caCount === 0
      ? []
      : [
          `  ${caCount} CAs at ${money(perCaAndMonth)} a month each, prorated from creation to deletion: ${money(perHour)} an hour`,
        ]),
    `  ${counted(certificateCount, 'certificate')} at ${money(perCertificate)} or less: ${money(certificates)}; one more for each renewal`,
  ];
}
