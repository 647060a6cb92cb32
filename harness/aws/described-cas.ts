import { type ACMPCAClient, DescribeCertificateAuthorityCommand } from '@aws-sdk/client-acm-pca';
import type { ActiveCa, CaHierarchy } from './ca-hierarchy.ts';

/** A CA of a hierarchy with what AWS says of it now; of one that AWS does not name, its certificate alone. */
export type DescribedCa = Pick<ActiveCa, 'arn' | 'role' | 'certificatePem'> & {
  readonly status?: string | undefined;
  /** ROOT or SUBORDINATE. */
  readonly type?: string | undefined;
};

/** Asks AWS what each CA of a hierarchy is now, root first. */
export const describedCas = (
  pca: ACMPCAClient,
  { cas }: CaHierarchy,
  signal: AbortSignal,
): Promise<readonly DescribedCa[]> =>
  Promise.all(
    cas.map(async ({ arn, role, certificatePem }) => {
      if (arn === undefined) return { role, certificatePem };
      const request = new DescribeCertificateAuthorityCommand({ CertificateAuthorityArn: arn });
      const { CertificateAuthority } = await pca.send(request, { abortSignal: signal });
      const { Status: status, Type: type } = CertificateAuthority ?? {};
      return { arn, role, certificatePem, status, type };
    }),
  );
