import type { WireRequest, WireResponse } from '../http/wire.ts';
import type { CommonErrors, Protocol } from './protocol.ts';
import { parseQueryTree } from './query-tree.ts';
import { type ServiceError, serviceError } from './service-error.ts';
import { escapeXml, type XmlValue, xmlElement } from './xml.ts';

/** The form fields of a request, from its body or, for a GET, from its query string. */
export function formOf(request: WireRequest): URLSearchParams {
  return new URLSearchParams(request.method === 'POST' ? request.body.toString('utf8') : request.query);
}

const errors: CommonErrors = {
  missingAuthentication: serviceError('MissingAuthenticationToken', 403),
  incompleteSignature: serviceError('IncompleteSignature', 400),
  unknownCredentials: serviceError('InvalidClientTokenId', 403),
  signatureMismatch: serviceError('SignatureDoesNotMatch', 403),
  expiredCredentials: serviceError('ExpiredToken', 403),
  accessDenied: serviceError('AccessDenied', 403),
  unknownOperation: serviceError('InvalidAction', 400),
  malformedPayload: serviceError('MalformedQueryString', 400),
  invalidInput: serviceError('ValidationError', 400),
  throttled: serviceError('Throttling', 400),
  internalFailure: serviceError('InternalFailure', 500),
  unavailable: serviceError('ServiceUnavailable', 503),
};

/**
 * AWS Query: a form body with Action and Version in, XML out.
 *
 * @param namespace - The service's XML namespace, as in `https://iam.amazonaws.com/doc/2010-05-08/`.
 * @see https://smithy.io/2.0/aws/protocols/aws-query-protocol.html
 */
export function awsQuery(namespace: string): Protocol {
  return {
    operationName: (request) => formOf(request).get('Action') ?? undefined,
    parse(request) {
      const tree = parseQueryTree(formOf(request));
      if (!tree) throw errors.malformedPayload('The query string has contradictory or too deeply nested keys.');
      return tree;
    },
    success(operation, output, requestId) {
      const result = xmlElement(`${operation}Result`, output as { readonly [name: string]: XmlValue });
      const metadata = `<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata>`;
      return respond(
        200,
        `<${operation}Response xmlns="${namespace}">${result}${metadata}</${operation}Response>`,
        requestId,
      );
    },
    failure: (error, requestId) => respond(error.status, errorDocument(namespace, error, requestId), requestId),
    scalarsAreStrings: true,
    errors,
  };
}

function errorDocument(namespace: string, error: ServiceError, requestId: string): string {
  const type = error.status >= 500 ? 'Receiver' : 'Sender';
  const body = `<Type>${type}</Type><Code>${error.code}</Code><Message>${escapeXml(error.message)}</Message>`;
  return `<ErrorResponse xmlns="${namespace}"><Error>${body}</Error><RequestId>${requestId}</RequestId></ErrorResponse>`;
}

function respond(status: number, body: string, requestId: string): WireResponse {
  return { status, headers: { 'content-type': 'text/xml', 'x-amzn-requestid': requestId }, body };
}
