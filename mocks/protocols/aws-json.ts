import type { WireRequest, WireResponse } from '../http/wire.ts';
import type { Protocol } from './protocol.ts';
import { type ServiceError, serviceError } from './service-error.ts';

/**
 * AWS JSON 1.1: POST /, the operation in X-Amz-Target, one JSON object each way, timestamps as seconds since the epoch.
 *
 * @see https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html
 */
export const awsJson: Protocol = {
  operationName: (request) => request.headers['x-amz-target']?.split('.')[1],
  parse,
  success: (_operation, output, requestId) => respond(200, JSON.stringify(output), requestId),
  failure,
  scalarsAreStrings: false,
  errors: {
    missingAuthentication: serviceError('MissingAuthenticationTokenException', 400),
    incompleteSignature: serviceError('IncompleteSignatureException', 400),
    unknownCredentials: serviceError('UnrecognizedClientException', 400),
    signatureMismatch: serviceError('InvalidSignatureException', 400),
    expiredCredentials: serviceError('ExpiredTokenException', 400),
    accessDenied: serviceError('AccessDeniedException', 400),
    unknownOperation: serviceError('UnknownOperationException', 400),
    malformedPayload: serviceError('SerializationException', 400),
    invalidInput: serviceError('ValidationException', 400),
    throttled: serviceError('ThrottlingException', 400),
    internalFailure: serviceError('InternalFailure', 500),
    unavailable: serviceError('ServiceUnavailableException', 503),
  },
};

function parse(request: WireRequest): unknown {
  // An operation without input may be called with no body at all.
  if (request.body.length === 0) return {};
  try {
    return JSON.parse(request.body.toString('utf8'));
  } catch (error) {
    throw awsJson.errors.malformedPayload(error instanceof Error ? error.message : 'The payload is not JSON.');
  }
}

function failure(error: ServiceError, requestId: string): WireResponse {
  // Services disagree on the case of "message"; PCA's errors carry it in lower case, and every SDK reads both.
  return respond(error.status, JSON.stringify({ __type: error.code, message: error.message }), requestId);
}

function respond(status: number, body: string, requestId: string): WireResponse {
  return { status, headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-requestid': requestId }, body };
}
