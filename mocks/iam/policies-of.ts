import { attachment } from '../propagation.ts';
import type { Account } from './account.ts';
import type { ManagedPolicy, PolicyHolder } from './entities.ts';
import type { PolicyDocument } from './policy/policy-document.ts';

/** The documents that grant a user or role something: its own and the attached ones. */
export function identityPoliciesOf(account: Account, holder: PolicyHolder): readonly PolicyDocument[] {
  return [
    ...[...holder.inlinePolicies.values()].map(({ document }) => document),
    ...[...holder.attachedPolicyArns]
      .filter((arn) => account.propagation.isKnown(attachment(holder.arn, arn)))
      .map((arn) => defaultDocument(account.policy(arn))),
  ];
}

export function boundaryOf(account: Account, holder: PolicyHolder): readonly PolicyDocument[] | undefined {
  return holder.boundaryArn === undefined ? undefined : [defaultDocument(account.policy(holder.boundaryArn))];
}

export function defaultDocument(policy: ManagedPolicy): PolicyDocument {
  const version = policy.versions.get(policy.defaultVersionId);
  if (!version) throw new Error(`The policy ${policy.arn} has lost its default version.`);
  return version.document;
}
