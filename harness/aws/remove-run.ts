import { awsClients } from './aws-clients.ts';
import type { IamKind } from './creation.ts';
import { deleteAuthority } from './delete-authorities.ts';
import { deleteIamEntity } from './delete-iam-entity.ts';
import { issuerRoleNames } from './issuer-role.ts';
import { type OwnRemoval, removeOwn } from './remove-own.ts';
import { authorityTags, taggedAuthorities } from './tagged-authorities.ts';
import { entityTags, taggedIamEntities } from './tagged-iam.ts';
import { isOfRun } from './tags.ts';

/** Clocks of AWS and of this machine may differ by that much, or AWS refuses every request. */
const clockSkewMs = 5 * 60_000;

const unreadable = (what: string) => `${what} whose tags these credentials may not list`;

/**
 * Removes a run's CAs: those that it noted, and those that carry its tags.
 *
 * @param since - Spares the question for the tags of older CAs. ISO 8601.
 */
export async function removeOwnAuthorities(removal: OwnRemoval, since?: string): Promise<void> {
  const { account, run, signal, onSkipped } = removal;
  const { acmPca } = awsClients(account);
  const sinceMs = since === undefined ? 0 : Date.parse(since) - clockSkewMs;
  const reading = {
    isWanted: ({ CreatedAt }: { readonly CreatedAt?: Date | undefined }) =>
      (CreatedAt?.getTime() ?? sinceMs) >= sinceMs,
    onUnreadable: (arns: readonly string[]) => onSkipped?.(arns, unreadable('CAs')),
  };
  await removeOwn(
    {
      tagsOf: ({ arn }) => authorityTags(acmPca, arn, signal),
      async own() {
        const tagged = await taggedAuthorities(acmPca, signal, reading);
        const ours = tagged.filter((ca) => isOfRun(ca, run));
        return ours.map(({ arn }) => ({ kind: 'certificate-authority', arn }) as const).toReversed();
      },
      remove: ({ arn }) => deleteAuthority(acmPca, arn, signal),
    },
    { ...removal, creations: removal.creations.filter(({ kind }) => kind === 'certificate-authority') },
  );
}

/** Removes a run's role, policy and OIDC provider: those that it noted, and those that carry its tags. */
export async function removeOwnIam(removal: OwnRemoval): Promise<void> {
  const { account, run, signal, onSkipped } = removal;
  const { iam } = awsClients(account);
  const { policyArn } = issuerRoleNames(run, account);
  const reading = () => ({
    onUnreadable: (arns: readonly string[]) => onSkipped?.(arns, unreadable('objects in IAM')),
  });
  await removeOwn(
    {
      async tagsOf({ kind, arn }) {
        return (await entityTags(iam, { kind: kind as IamKind, arn }, signal)).tags;
      },
      async own() {
        const tagged = await taggedIamEntities(iam, signal, reading);
        return tagged.filter((entity) => isOfRun(entity, run));
      },
      remove: ({ kind, arn }) => deleteIamEntity(iam, { kind: kind as IamKind, arn }, policyArn, signal),
    },
    { ...removal, creations: removal.creations.filter(({ kind }) => kind !== 'certificate-authority') },
  );
}

/**
 * Removes all that carries a run's tags from an account: what a killed run left, also when nothing
 * else shows it. What costs most goes first.
 */
export async function removeRunFromAws(removal: OwnRemoval): Promise<void> {
  await removeOwnAuthorities(removal);
  await removeOwnIam(removal);
}
