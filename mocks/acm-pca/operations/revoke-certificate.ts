import { oneOf, required, string, structure } from '../../protocols/shape.ts';
import { requireStatus } from '../authority/require-status.ts';
import { invalidRequest, requestAlreadyProcessed, requestInProgress, resourceNotFound } from '../errors.ts';
import { publishCrlIfDue } from '../revocation/publish-crl.ts';
import { normaliseSerial } from '../revocation/serial.ts';
import { arnShape } from '../shapes/common.ts';
import { byAuthorityArn, findAuthority, pcaOperation } from './operation.ts';

/** @see https://docs.aws.amazon.com/privateca/latest/APIReference/API_RevokeCertificate.html */
export const revokeCertificate = pcaOperation({
  name: 'RevokeCertificate',
  input: structure({
    CertificateAuthorityArn: required(arnShape),
    CertificateSerial: required(string({ max: 128 })),
    RevocationReason: required(
      oneOf([
        'UNSPECIFIED',
        'KEY_COMPROMISE',
        'CERTIFICATE_AUTHORITY_COMPROMISE',
        'AFFILIATION_CHANGED',
        'SUPERSEDED',
        'CESSATION_OF_OPERATION',
        'PRIVILEGE_WITHDRAWN',
        'A_A_COMPROMISE',
      ]),
    ),
  }),
  access: byAuthorityArn('RevokeCertificate'),
  async run(request, call) {
    const { nowMs, state } = call;
    const authority = findAuthority(request, call);
    requireStatus(authority, ['ACTIVE', 'DISABLED'], nowMs);
    // A CRL that was due before must not name what is revoked only now. All that follows happens at once.
    await publishCrlIfDue(authority, state.s3, nowMs);
    const serialHex = normaliseSerial(request.CertificateSerial);
    if (serialHex === undefined) throw invalidRequest('The serial number must be hexadecimal.');
    const issued = authority.issued.find(serialHex);
    if (!issued)
      throw resourceNotFound(
        `This certificate authority has issued no certificate with the serial number ${serialHex}.`,
      );
    if (!issued.issuer)
      throw invalidRequest('The self-signed certificate of a root certificate authority cannot be revoked.');
    if (nowMs < issued.readyAtMs) throw requestInProgress('The certificate is still being issued.');
    if (authority.revoked.has(serialHex)) throw requestAlreadyProcessed('The certificate has been revoked already.');
    authority.revoked.set(serialHex, {
      serialHex,
      atMs: nowMs,
      reason: request.RevocationReason,
      notAfterMs: issued.notAfterMs,
    });
    authority.crlSchedule.plan(nowMs + state.settings.crlDelayMs);
    return {};
  },
});
