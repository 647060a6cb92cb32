import { newAuthorityArn } from '../acm-pca/authority/authority-arn.ts';
import { CertificateAuthority } from '../acm-pca/authority/certificate-authority.ts';
import { installedCertificate } from '../acm-pca/authority/install-certificate.ts';
import { issue } from '../acm-pca/issuance/issue.ts';
import type { PcaState } from '../acm-pca/pca-state.ts';
import { resolveTemplate } from '../acm-pca/templates/template-arn.ts';
import { readCertificate } from '../acm-pca/x509/certificate.ts';
import { createCsr, readCsr } from '../acm-pca/x509/csr.ts';
import { encodeSubject } from '../acm-pca/x509/distinguished-name.ts';
import { keyAlgorithm } from '../acm-pca/x509/key-algorithms.ts';
import {
  type SigningAlgorithm,
  type SigningAlgorithmName,
  signingAlgorithm,
} from '../acm-pca/x509/signing-algorithms.ts';
import { type HierarchyPlan, HierarchyPlanError, type PlannedAuthority } from './hierarchy-plan.ts';

export interface PreloadTarget {
  readonly pca: PcaState;
  readonly region: string;
  readonly accountId: string;
  readonly nowMs: number;
}

/**
 * Makes the CAs of a plan, ACTIVE from the start, by the very rules that a client's requests would meet.
 *
 * @throws HierarchyPlanError for a parent that is not there, or an algorithm that does not fit; ServiceError for what AWS refuses.
 */
export async function preloadHierarchy(plan: HierarchyPlan, target: PreloadTarget): Promise<void> {
  const byName = new Map<string, CertificateAuthority>();
  for (const planned of plan.Authorities) {
    if (byName.has(planned.Name))
      throw new HierarchyPlanError(`The hierarchy has two authorities called ${planned.Name}.`);
    const parent = planned.Parent === undefined ? undefined : byName.get(planned.Parent);
    if (planned.Parent !== undefined && !parent) {
      throw new HierarchyPlanError(`The parent ${planned.Parent} of ${planned.Name} does not stand before it.`);
    }
    const authority = await createWithKeys(planned, target);
    await certify(authority, parent, planned, target.nowMs);
    target.pca.authorities.add(authority);
    byName.set(planned.Name, authority);
  }
}

async function createWithKeys(planned: PlannedAuthority, target: PreloadTarget): Promise<CertificateAuthority> {
  const { keyName, algorithm } = algorithmsOf(planned);
  const pair = await keyAlgorithm(keyName)?.generate();
  if (!pair) throw new HierarchyPlanError(`${keyName} is not offered.`);
  const { region, accountId, nowMs } = target;
  const identity = {
    arn: newAuthorityArn(region, accountId, planned.Id),
    region,
    ownerAccountId: accountId,
    createdAtMs: nowMs,
    type: planned.Parent === undefined ? ('ROOT' as const) : ('SUBORDINATE' as const),
    keyAlgorithm: keyName,
    signingAlgorithm: algorithm.name,
    subject: planned.Subject,
    csrExtensions: undefined,
    usageMode: planned.UsageMode ?? 'GENERAL_PURPOSE',
    keyStorageSecurityStandard: 'FIPS_140_2_LEVEL_3_OR_HIGHER',
  };
  const authority = new CertificateAuthority(identity, nowMs);
  authority.tags.set('Name', planned.Name);
  authority.completeCreation({ ...pair, csrPem: await createCsr(encodeSubject(planned.Subject), pair, algorithm, []) });
  return authority;
}

/** The longest that fits below a root of ten years. */
const defaultValidityYears = { root: 10, subordinate: 5 };

async function certify(
  authority: CertificateAuthority,
  parent: CertificateAuthority | undefined,
  planned: PlannedAuthority,
  nowMs: number,
): Promise<void> {
  const signer = parent ?? authority;
  const algorithm = signingAlgorithm(signer.identity.signingAlgorithm);
  if (!algorithm || !authority.keys) throw new Error('An authority that was just made has keys and an algorithm.');
  const template = parent ? `SubordinateCACertificate_PathLen${planned.PathLength ?? 0}` : 'RootCACertificate';
  const { issuance, signed } = issue(
    signer,
    {
      csr: readCsr(authority.keys.csrPem),
      template: resolveTemplate(`arn:aws:acm-pca:::template/${template}/V1`),
      algorithm,
      validity: planned.Validity ?? {
        Type: 'YEARS',
        Value: parent ? defaultValidityYears.subordinate : defaultValidityYears.root,
      },
      validityNotBefore: undefined,
      api: undefined,
    },
    nowMs,
    0,
  );
  signer.issued.add(issuance, signed);
  const above = parent?.installed ? [parent.installed.certificate, ...parent.installed.above] : [];
  authority.install(installedCertificate(readCertificate(await signed), above), nowMs);
}

function algorithmsOf(planned: PlannedAuthority) {
  const keyName = planned.KeyAlgorithm ?? 'RSA_2048';
  const family = keyAlgorithm(keyName)?.family;
  const usual: SigningAlgorithmName = family === 'EC' ? 'SHA256WITHECDSA' : 'SHA256WITHRSA';
  const name = planned.SigningAlgorithm ?? (family === 'ML-DSA' ? (keyName as SigningAlgorithmName) : usual);
  const algorithm: SigningAlgorithm | undefined = signingAlgorithm(name);
  if (!algorithm || algorithm.family !== family)
    throw new HierarchyPlanError(`${name} cannot be used with key type ${keyName}.`);
  return { keyName, algorithm };
}
