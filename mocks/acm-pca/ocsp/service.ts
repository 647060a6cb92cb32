import type { WireRequest, WireResponse } from '../../http/wire.ts';
import type { Protocol } from '../../protocols/protocol.ts';
import { s3Errors } from '../../protocols/s3-errors.ts';
import type { Shape } from '../../protocols/shape.ts';
import { defineOperation } from '../../services/operation.ts';
import { defineService, type Service } from '../../services/service.ts';
import type { PcaState } from '../pca-state.ts';
import { failedOcspResponse, ocspFailure } from './ocsp-response.ts';
import { respondToOcsp } from './respond.ts';

const requestType = 'application/ocsp-request';

/** Whether a request is one for the OCSP responder: by its type, or by the responder's host (RFC 6960 appendix A.1). */
export function isOcsp({ headers }: WireRequest): boolean {
  return headers['content-type'] === requestType || /^ocsp\./.test(headers['host'] ?? '');
}

const protocol: Protocol = {
  operationName: () => 'Ocsp',
  parse: ({ method, path, body }) =>
    method === 'POST' ? body : Buffer.from(decodeURIComponent(path.slice(1)), 'base64'),
  success: (_operation, output) => respond((output as { readonly der: Buffer }).der),
  failure: () => respond(failedOcspResponse(ocspFailure.internalError)),
  scalarsAreStrings: false,
  errors: s3Errors,
};

const requestBytes: Shape<Buffer> = { read: (value) => value as Buffer, required: false };

/** The OCSP responder of AWS Private CA: unsigned requests, signed answers. */
export const ocspService: Service<PcaState> = defineService(
  'ocsp',
  protocol,
  ['Ocsp'],
  [
    defineOperation<PcaState>()({
      name: 'Ocsp',
      input: requestBytes,
      access: 'anonymous',
      run: async (der, { state, nowMs }) => ({ der: await respondToOcsp(der, state, nowMs) }),
    }),
  ],
);

function respond(der: Buffer): WireResponse {
  return { status: 200, headers: { 'content-type': 'application/ocsp-response' }, body: der };
}
