import {
  type ACMPCAClient,
  type CertificateAuthority,
  paginateListCertificateAuthorities,
  paginateListTags,
} from '@aws-sdk/client-acm-pca';
import { readTags, type TagReading } from './tag-reading.ts';
import { type ListedTags, type Maker, makerOf } from './tags.ts';

/** A CA that a run of this project created and that is not deleted. */
export interface TaggedAuthority extends Maker {
  readonly arn: string;
  readonly status: string;
  readonly createdAt: Date | undefined;
}

export interface AuthorityReading extends Omit<TagReading, 'signal'> {
  /** Spares the question for the tags of CAs that cannot be meant. */
  readonly isWanted?: (ca: CertificateAuthority) => boolean;
}

/**
 * Every CA of the account and region that carries a run's tag, in whatever state but DELETED; oldest first, and
 * so each below the one that signed it.
 *
 * @throws As {@link readTags} does.
 */
export async function taggedAuthorities(
  client: ACMPCAClient,
  signal: AbortSignal,
  { isWanted = () => true, ...reading }: AuthorityReading = {},
): Promise<readonly TaggedAuthority[]> {
  const cas: CertificateAuthority[] = [];
  for await (const page of paginateListCertificateAuthorities({ client }, {}, { abortSignal: signal })) {
    cas.push(...(page.CertificateAuthorities ?? []).filter((ca) => ca.Status !== 'DELETED' && isWanted(ca)));
  }
  const arns = cas.flatMap(({ Arn }) => Arn ?? []);
  const tags = await readTags(arns, (arn) => authorityTags(client, arn, signal), { signal, ...reading });
  return cas
    .toSorted((one, other) => createdMs(one) - createdMs(other))
    .flatMap((ca) => {
      const maker = makerOf(tags.get(ca.Arn ?? ''));
      if (maker === undefined || ca.Arn === undefined) return [];
      return [{ arn: ca.Arn, ...maker, status: ca.Status ?? 'unknown', createdAt: ca.CreatedAt }];
    });
}

const createdMs = (ca: CertificateAuthority): number => ca.CreatedAt?.getTime() ?? 0;

/** The tags of one CA. */
export async function authorityTags(client: ACMPCAClient, arn: string, signal: AbortSignal): Promise<ListedTags> {
  const ca = { CertificateAuthorityArn: arn };
  const tags = [];
  for await (const page of paginateListTags({ client }, ca, { abortSignal: signal })) tags.push(...(page.Tags ?? []));
  return tags;
}
