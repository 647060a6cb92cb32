import { DerError } from '../../der/reader.ts';
import { blob, required, structure, type ValueOf } from '../../protocols/shape.ts';
import { certificateArn } from '../authority/authority-arn.ts';
import type { CertificateAuthority } from '../authority/certificate-authority.ts';
import { invalidArgs, limitExceeded, malformedCsr } from '../errors.ts';
import { issue, type StartedIssuance } from '../issuance/issue.ts';
import { validityShape } from '../issuance/validity.ts';
import { quotas } from '../settings.ts';
import { apiPassthroughShape } from '../shapes/api-passthrough.ts';
import { arnShape, idempotencyTokenShape, signingAlgorithmShape } from '../shapes/common.ts';
import { effectiveTemplateArn, resolveTemplate } from '../templates/template-arn.ts';
import { readCsr } from '../x509/csr.ts';
import { keyAlgorithm } from '../x509/key-algorithms.ts';
import { type SigningAlgorithm, type SigningAlgorithmName, signingAlgorithm } from '../x509/signing-algorithms.ts';
import { authorityAccess, findAuthority, type PcaCall, pcaOperation } from './operation.ts';

const input = structure({
  ApiPassthrough: apiPassthroughShape,
  CertificateAuthorityArn: required(arnShape),
  Csr: required(blob({ min: 1, max: 32_768 })),
  SigningAlgorithm: required(signingAlgorithmShape),
  TemplateArn: arnShape,
  Validity: required(validityShape),
  ValidityNotBefore: validityShape,
  IdempotencyToken: idempotencyTokenShape,
});

/** @see https://docs.aws.amazon.com/privateca/latest/APIReference/API_IssueCertificate.html */
export const issueCertificate = pcaOperation({
  name: 'IssueCertificate',
  input,
  access: (request, call) =>
    authorityAccess('IssueCertificate', request.CertificateAuthorityArn, call, {
      'acm-pca:templatearn': effectiveTemplateArn(request.TemplateArn),
    }),
  run(request, call) {
    const { state, accountId, nowMs, notes } = call;
    const authority = findAuthority(request, call);
    const token = request.IdempotencyToken;
    const tokenKey = `issue ${accountId} ${authority.identity.arn} ${token}`;
    if (token !== undefined) notes.idempotencyToken = token;
    const known = token === undefined ? undefined : state.idempotency.recall(tokenKey, nowMs);
    const arn = known ?? issueNew(authority, request, call);
    if (token !== undefined && known === undefined) state.idempotency.remember(tokenKey, arn, nowMs);
    return { CertificateArn: arn };
  },
});

function issueNew(authority: CertificateAuthority, request: ValueOf<typeof input>, call: PcaCall): string {
  if (authority.issued.size >= quotas.certificatesPerAuthority) {
    throw limitExceeded(`A certificate authority issues at most ${quotas.certificatesPerAuthority} certificates.`);
  }
  const { issuance, signed } = decide(authority, request, call);
  authority.issued.add(issuance, signed);
  call.notes.issuedSerialHex = issuance.serialHex;
  return certificateArn(authority.identity.arn, issuance.serialHex);
}

function fittingAlgorithm(name: SigningAlgorithmName, authority: CertificateAuthority): SigningAlgorithm {
  const { keyAlgorithm: keyName } = authority.identity;
  const algorithm = signingAlgorithm(name);
  const fits =
    algorithm?.family === keyAlgorithm(keyName)?.family && (algorithm?.family !== 'ML-DSA' || name === keyName);
  if (!algorithm || !fits) throw invalidArgs(`${name} cannot be used with key type ${keyName}`);
  return algorithm;
}

/** Everything that can be wrong with the bytes of the request, or with names that CAs above constrain, shows while deciding. */
function decide(authority: CertificateAuthority, request: ValueOf<typeof input>, call: PcaCall): StartedIssuance {
  try {
    return issue(
      authority,
      {
        template: resolveTemplate(request.TemplateArn),
        algorithm: fittingAlgorithm(request.SigningAlgorithm, authority),
        csr: readCsr(request.Csr.toString('latin1')),
        validity: request.Validity,
        validityNotBefore: request.ValidityNotBefore,
        api: request.ApiPassthrough,
      },
      call.nowMs,
      call.state.settings.issuanceDelayMs + call.extraDelayMs,
    );
  } catch (error) {
    if (error instanceof DerError) throw malformedCsr(`The certificate signing request is not valid. ${error.message}`);
    throw error;
  }
}
