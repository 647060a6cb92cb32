import type { WireRequest, WireResponse } from '../http/wire.ts';
import type { ServiceError } from './service-error.ts';

/** The refusals that every AWS service shares, under the names that one protocol gives them. */
export interface CommonErrors {
  readonly missingAuthentication: (message: string) => ServiceError;
  readonly incompleteSignature: (message: string) => ServiceError;
  /** The access key or session token is not one that this account knows. */
  readonly unknownCredentials: (message: string) => ServiceError;
  readonly signatureMismatch: (message: string) => ServiceError;
  readonly expiredCredentials: (message: string) => ServiceError;
  readonly accessDenied: (message: string) => ServiceError;
  readonly unknownOperation: (message: string) => ServiceError;
  /** The payload is not of the protocol's form at all. */
  readonly malformedPayload: (message: string) => ServiceError;
  /** The payload is well formed and breaks a constraint of the service model. */
  readonly invalidInput: (message: string) => ServiceError;
  readonly throttled: (message: string) => ServiceError;
  readonly internalFailure: (message: string) => ServiceError;
  readonly unavailable: (message: string) => ServiceError;
}

/** How one family of AWS services puts operations, values and errors on the wire. */
export interface Protocol {
  /** The name of the operation that the request asks for, if it names one. */
  operationName(request: WireRequest): string | undefined;
  /** The request's payload as a tree of plain values. Throws a ServiceError when it is malformed. */
  parse(request: WireRequest): unknown;
  success(operation: string, output: object, requestId: string): WireResponse;
  failure(error: ServiceError, requestId: string): WireResponse;
  /** Whether every scalar arrives as a string, as it does in a form body. */
  readonly scalarsAreStrings: boolean;
  readonly errors: CommonErrors;
}
