import { isOcsp, ocspService } from '../acm-pca/ocsp/service.ts';
import type { PcaState } from '../acm-pca/pca-state.ts';
import { pcaService, pcaTargetPrefix } from '../acm-pca/service.ts';
import type { WireRequest } from '../http/wire.ts';
import type { IamState } from '../iam/iam-state.ts';
import { iamApiVersion, iamService } from '../iam/service.ts';
import { awsJson } from '../protocols/aws-json.ts';
import { formOf } from '../protocols/aws-query.ts';
import type { Protocol } from '../protocols/protocol.ts';
import { ServiceError } from '../protocols/service-error.ts';
import { type S3State, s3Service } from '../s3/service.ts';
import type { AnyOperation } from '../services/operation.ts';
import type { Service, ServiceId } from '../services/service.ts';
import { stsApiVersion, stsService } from '../sts/service.ts';
import type { StsState } from '../sts/sts-state.ts';

export interface ServiceStates {
  readonly pca: PcaState;
  readonly sts: StsState;
  readonly iam: IamState;
  readonly s3: S3State;
}

/** Where a request leads. The state goes with the operation, so that neither needs to know the other's type. */
export interface Route {
  readonly serviceId: ServiceId | null;
  readonly protocol: Protocol;
  readonly operationName: string | undefined;
  readonly target: { readonly operation: AnyOperation<unknown>; readonly state: unknown } | undefined;
  /** Set when the service itself cannot tell what is wanted of it. */
  readonly refusal?: ServiceError;
}

/**
 * Finds the service and operation of a request. One port serves all services, as AWS_ENDPOINT_URL wants it: JSON services name
 * themselves in X-Amz-Target, query services by their Action and API version, and S3 by path, host and method.
 */
export function route(request: WireRequest, states: ServiceStates): Route {
  const target = request.headers['x-amz-target'];
  if (target !== undefined) {
    if (target.startsWith(`${pcaTargetPrefix}.`)) return routeTo(pcaService, states.pca, request);
    return { serviceId: null, protocol: awsJson, operationName: target, target: undefined };
  }
  if (isOcsp(request)) return routeTo(ocspService, states.pca, request);
  if (request.path === '/' && !isS3(request)) {
    const form = formOf(request);
    const version = form.get('Version');
    if (version === iamApiVersion) return routeTo(iamService, states.iam, request);
    if (version === stsApiVersion || form.has('Action')) return routeTo(stsService, states.sts, request);
    return { serviceId: null, protocol: awsJson, operationName: undefined, target: undefined };
  }
  return routeTo(s3Service, states.s3, request);
}

/** A bucket in the host leaves the path at the root. */
function isS3(request: WireRequest): boolean {
  return (
    /\/s3\/aws4_request/.test(request.headers['authorization'] ?? '') || /\.s3[.-]/.test(request.headers['host'] ?? '')
  );
}

function routeTo<State>(service: Service<State>, state: State, request: WireRequest): Route {
  const { id: serviceId, protocol } = service;
  try {
    const operationName = protocol.operationName(request);
    const operation = operationName === undefined ? undefined : service.operations.get(operationName);
    // Operation and state come from the same service, which is what makes forgetting State here sound.
    const target = operation && { operation: operation as AnyOperation<unknown>, state };
    return { serviceId, protocol, operationName, target };
  } catch (error) {
    if (error instanceof ServiceError)
      return { serviceId, protocol, operationName: undefined, target: undefined, refusal: error };
    throw error;
  }
}
