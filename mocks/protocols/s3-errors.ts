import type { WireResponse } from '../http/wire.ts';
import type { CommonErrors } from './protocol.ts';
import { type ServiceError, serviceError } from './service-error.ts';
import { escapeXml } from './xml.ts';

/**
 * The refusals that every request can meet, under S3's codes.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
 */
export const s3Errors: CommonErrors = {
  missingAuthentication: serviceError('AccessDenied', 403),
  incompleteSignature: serviceError('AuthorizationHeaderMalformed', 400),
  unknownCredentials: serviceError('InvalidAccessKeyId', 403),
  signatureMismatch: serviceError('SignatureDoesNotMatch', 403),
  expiredCredentials: serviceError('ExpiredToken', 400),
  accessDenied: serviceError('AccessDenied', 403),
  unknownOperation: serviceError('MethodNotAllowed', 405),
  malformedPayload: serviceError('MalformedXML', 400),
  invalidInput: serviceError('InvalidArgument', 400),
  throttled: serviceError('SlowDown', 503),
  internalFailure: serviceError('InternalError', 500),
  unavailable: serviceError('ServiceUnavailable', 503),
};

export function s3Failure(error: ServiceError, requestId: string): WireResponse {
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${error.code}</Code><Message>${escapeXml(error.message)}</Message><RequestId>${requestId}</RequestId></Error>`;
  return { status: error.status, headers: { 'content-type': 'application/xml', 'x-amz-request-id': requestId }, body };
}
