import {
  type ACMPCAClient,
  DescribeCertificateAuthorityCommand,
  GetCertificateAuthorityCertificateCommand,
  GetCertificateCommand,
} from '@aws-sdk/client-acm-pca';
import { ComponentError } from '../errors/harness-error.ts';
import type { CaRecord } from '../pki/ca-records.ts';
import type { ActiveCa, CaHierarchy } from './ca-hierarchy.ts';

/**
 * What AWS says of each CA in a workload's chain, asked anew: the CAs of the hierarchy, and Istio's own, which is a
 * certificate that the last of them issued.
 *
 * @param istioCaArn - ARN of the certificate issued for Istio's CA.
 */
export async function caRecords(
  pca: ACMPCAClient,
  hierarchy: CaHierarchy,
  istioCaArn: string,
  signal: AbortSignal,
): Promise<readonly CaRecord[]> {
  const authorities = hierarchy.cas.map((ca) => authorityRecord(pca, ca, signal));
  return Promise.all([...authorities, issuedRecord(pca, hierarchy.issuingCaArn, istioCaArn, signal)]);
}

async function authorityRecord(pca: ACMPCAClient, ca: ActiveCa, signal: AbortSignal): Promise<CaRecord> {
  const { arn, role, serial, certificatePem } = ca;
  // Above a CA that was there before the run, AWS shows certificates and names no CA that could be asked.
  if (arn === undefined) {
    // Its serial is the certificate's own, in hex.
    return { arn: `the ${role} above the issuing CA`, role, serial, serialFrom: 'certificate-arn', certificatePem };
  }
  const request = { CertificateAuthorityArn: arn };
  const abort = { abortSignal: signal };
  const [described, { Certificate }] = await Promise.all([
    pca.send(new DescribeCertificateAuthorityCommand(request), abort),
    pca.send(new GetCertificateAuthorityCertificateCommand(request), abort),
  ]);
  return {
    arn,
    role,
    serial: present(described.CertificateAuthority?.Serial, arn, 'serial'),
    serialFrom: 'described',
    certificatePem: present(Certificate, arn, 'certificate'),
  };
}

/** AWS names an issued certificate by its serial: the last part of its ARN. */
async function issuedRecord(pca: ACMPCAClient, caArn: string, arn: string, signal: AbortSignal): Promise<CaRecord> {
  const request = new GetCertificateCommand({ CertificateAuthorityArn: caArn, CertificateArn: arn });
  const { Certificate } = await pca.send(request, { abortSignal: signal });
  return {
    arn,
    role: 'istio-ca',
    serial: arn.split('/').at(-1) ?? '',
    serialFrom: 'certificate-arn',
    certificatePem: present(Certificate, arn, 'certificate'),
  };
}

function present(value: string | undefined, arn: string, what: string): string {
  if (value === undefined) throw new ComponentError(`AWS reports no ${what} for ${arn}`);
  return value;
}
