import { oneOf, required, structure, type ValueOf } from '../../protocols/shape.ts';
import { taggingAccess } from '../../services/tagging-access.ts';
import { anyAuthorityArn, newAuthorityArn } from '../authority/authority-arn.ts';
import { CertificateAuthority } from '../authority/certificate-authority.ts';
import { applyTags } from '../authority/tags.ts';
import { invalidArgs, limitExceeded } from '../errors.ts';
import { checkCrlBucket, checkRevocationConfiguration, crlWriteAccess } from '../revocation/revocation-rules.ts';
import { quotas } from '../settings.ts';
import { idempotencyTokenShape, signingAlgorithmShape, tagListShape } from '../shapes/common.ts';
import { csrExtensionsShape } from '../shapes/csr-extensions.ts';
import { revocationConfigurationShape } from '../shapes/revocation.ts';
import { subjectShape } from '../shapes/subject.ts';
import { createCsr } from '../x509/csr.ts';
import { encodeCsrExtensions } from '../x509/csr-extensions.ts';
import { encodeSubject } from '../x509/distinguished-name.ts';
import { keyAlgorithm, keyAlgorithmNames } from '../x509/key-algorithms.ts';
import { signingAlgorithm } from '../x509/signing-algorithms.ts';
import { type PcaCall, pcaOperation } from './operation.ts';

const input = structure({
  CertificateAuthorityConfiguration: required(
    structure({
      KeyAlgorithm: required(oneOf(keyAlgorithmNames)),
      SigningAlgorithm: required(signingAlgorithmShape),
      Subject: required(subjectShape),
      CsrExtensions: csrExtensionsShape,
    }),
  ),
  RevocationConfiguration: revocationConfigurationShape,
  CertificateAuthorityType: required(oneOf(['ROOT', 'SUBORDINATE'])),
  IdempotencyToken: idempotencyTokenShape,
  KeyStorageSecurityStandard: oneOf([
    'FIPS_140_2_LEVEL_2_OR_HIGHER',
    'FIPS_140_2_LEVEL_3_OR_HIGHER',
    'CCPC_LEVEL_1_OR_HIGHER',
  ]),
  Tags: tagListShape,
  UsageMode: oneOf(['GENERAL_PURPOSE', 'SHORT_LIVED_CERTIFICATE']),
});

type Input = ValueOf<typeof input>;

/** @see https://docs.aws.amazon.com/privateca/latest/APIReference/API_CreateCertificateAuthority.html */
export const createCertificateAuthority = pcaOperation({
  name: 'CreateCertificateAuthority',
  input,
  access({ Tags, RevocationConfiguration }, call) {
    const resourceArn = anyAuthorityArn(call.region, call.accountId);
    const create = { action: 'acm-pca:CreateCertificateAuthority', resourceArn };
    return [
      ...taggingAccess(create, 'acm-pca:TagCertificateAuthority', Tags),
      ...crlWriteAccess(RevocationConfiguration, '*', call.state.s3),
    ];
  },
  run(request, call) {
    const { state, accountId, nowMs, notes } = call;
    if (request.IdempotencyToken !== undefined) notes.idempotencyToken = request.IdempotencyToken;
    const tokenKey = `create ${accountId} ${call.region} ${request.IdempotencyToken}`;
    const known = request.IdempotencyToken === undefined ? undefined : state.idempotency.recall(tokenKey, nowMs);
    const arn = known ?? create(request, call).identity.arn;
    if (request.IdempotencyToken !== undefined && known === undefined) state.idempotency.remember(tokenKey, arn, nowMs);
    notes.resourceArn = arn;
    return { CertificateAuthorityArn: arn };
  },
});

function create(request: Input, call: PcaCall): CertificateAuthority {
  const { state, region, accountId, nowMs } = call;
  const { KeyAlgorithm, SigningAlgorithm, Subject, CsrExtensions } = request.CertificateAuthorityConfiguration;
  const owned = state.authorities
    .list(region, nowMs)
    .filter((authority) => authority.identity.ownerAccountId === accountId);
  if (owned.length >= quotas.authoritiesPerRegion) {
    throw limitExceeded(`An account has at most ${quotas.authoritiesPerRegion} certificate authorities in a region.`);
  }
  checkRevocationConfiguration(request.RevocationConfiguration);
  checkSubject(Subject);
  const authority = new CertificateAuthority(
    {
      arn: newAuthorityArn(region, accountId),
      region,
      ownerAccountId: accountId,
      type: request.CertificateAuthorityType,
      keyAlgorithm: KeyAlgorithm,
      signingAlgorithm: SigningAlgorithm,
      subject: Subject,
      csrExtensions: CsrExtensions,
      usageMode: request.UsageMode ?? 'GENERAL_PURPOSE',
      keyStorageSecurityStandard: request.KeyStorageSecurityStandard ?? 'FIPS_140_2_LEVEL_3_OR_HIGHER',
      createdAtMs: nowMs,
    },
    nowMs + state.settings.creationDelayMs + call.extraDelayMs,
  );
  authority.revocation = request.RevocationConfiguration ?? {};
  checkCrlBucket(authority, state.s3);
  if (request.Tags) applyTags(authority, request.Tags);
  startKeyGeneration(authority, request, call);
  state.authorities.add(authority);
  return authority;
}

function checkSubject(subject: Input['CertificateAuthorityConfiguration']['Subject']): void {
  const { CustomAttributes, ...standard } = subject;
  if (CustomAttributes && Object.keys(standard).length > 0) {
    throw invalidArgs('Custom attributes cannot be combined with standard attributes of the subject.');
  }
}

/** AWS creates CAs in the background too: the call returns at once, and the CA is CREATING until the key is there. */
function startKeyGeneration(authority: CertificateAuthority, request: Input, { nowMs }: PcaCall): void {
  const { KeyAlgorithm, SigningAlgorithm, Subject, CsrExtensions } = request.CertificateAuthorityConfiguration;
  const keys = keyAlgorithm(KeyAlgorithm);
  const signing = signingAlgorithm(SigningAlgorithm);
  if (!keys || !signing) throw invalidArgs('SM2 is offered in the China regions only.');
  const namesItsKey = keys.family === 'ML-DSA' && SigningAlgorithm !== KeyAlgorithm;
  if (keys.family !== signing.family || namesItsKey) {
    throw invalidArgs(`${SigningAlgorithm} cannot be used with key type ${KeyAlgorithm}`);
  }
  const extensions = encodeCsrExtensions(CsrExtensions);
  keys
    .generate()
    .then(async (pair) =>
      authority.completeCreation({
        ...pair,
        csrPem: await createCsr(encodeSubject(Subject), pair, signing, extensions),
      }),
    )
    // A failed creation is a state of the CA, which DescribeCertificateAuthority reports.
    .catch(() => authority.setStatus('FAILED', nowMs));
}
