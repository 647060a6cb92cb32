import {
  type ACMPCAClient,
  type CertificateAuthority,
  paginateListCertificateAuthorities,
  paginateListTags,
} from '@aws-sdk/client-acm-pca';
import { type Maker, makerOf } from './tags.ts';

/** A CA that a run of this project created and that is not deleted. */
export interface TaggedAuthority extends Maker {
  readonly arn: string;
  readonly status: string;
  readonly createdAt: Date | undefined;
}

/**
 * Every CA of the account and region that carries a run's tag, in whatever state but DELETED; oldest first, and
 * so each below the one that signed it.
 *
 * @param isWanted - Spares the question for the tags of CAs that cannot be meant.
 */
export async function taggedAuthorities(
  client: ACMPCAClient,
  signal: AbortSignal,
  isWanted: (ca: CertificateAuthority) => boolean = () => true,
): Promise<readonly TaggedAuthority[]> {
  const cas: CertificateAuthority[] = [];
  for await (const page of paginateListCertificateAuthorities({ client }, {}, { abortSignal: signal })) {
    cas.push(...(page.CertificateAuthorities ?? []));
  }
  const tagged: TaggedAuthority[] = [];
  for (const ca of cas.toSorted((one, other) => createdMs(one) - createdMs(other))) {
    if (ca.Arn === undefined || ca.Status === 'DELETED' || !isWanted(ca)) continue;
    const maker = makerOf(await tagsOf(client, ca.Arn, signal));
    if (maker === undefined) continue;
    tagged.push({ arn: ca.Arn, ...maker, status: ca.Status ?? 'unknown', createdAt: ca.CreatedAt });
  }
  return tagged;
}

const createdMs = (ca: CertificateAuthority): number => ca.CreatedAt?.getTime() ?? 0;

async function tagsOf(client: ACMPCAClient, arn: string, signal: AbortSignal) {
  const ca = { CertificateAuthorityArn: arn };
  const tags = [];
  try {
    for await (const page of paginateListTags({ client }, ca, { abortSignal: signal })) tags.push(...(page.Tags ?? []));
  } catch (error) {
    // Deleted since it was listed.
    if (!['ResourceNotFoundException', 'InvalidStateException'].includes((error as Error).name)) throw error;
  }
  return tags;
}
