import type { WireRequest, WireResponse } from '../http/wire.ts';
import type { Protocol } from '../protocols/protocol.ts';
import { s3Errors, s3Failure } from '../protocols/s3-errors.ts';
import type { Shape } from '../protocols/shape.ts';
import { type AnyOperation, defineOperation } from '../services/operation.ts';
import { defineService, type Service } from '../services/service.ts';
import { accessDenied } from './errors.ts';
import type { S3Answer, S3Call, S3Operation } from './s3-operations.ts';
import { readTarget, type S3Target } from './s3-request.ts';
import { allOperations, findOperation } from './s3-routes.ts';
import type { S3Store } from './s3-store.ts';

export interface S3State {
  readonly store: S3Store;
  /** Lets those who write in the background write what is due, before anybody reads. */
  settle(nowMs: number): Promise<void>;
}

/** A request as S3's operations see it: nothing to deserialise, for everything is in the path, headers and body. */
interface S3Input {
  readonly target: S3Target;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

const passThrough: Shape<S3Input> = { read: (value) => value as S3Input, required: false };

const protocol: Protocol = {
  operationName: (request) => operationOf(request).name,
  parse: inputOf,
  success: (_operation, output, requestId) => toResponse(output as S3Answer, requestId),
  failure: s3Failure,
  scalarsAreStrings: true,
  errors: s3Errors,
};

/**
 * A small S3: buckets, their policies and objects, enough to give AWS Private CA a place for CRLs and audit reports and to read
 * them back with any S3 client.
 */
export const s3Service: Service<S3State> = defineService(
  's3',
  protocol,
  allOperations.map(({ name }) => name),
  allOperations.map(toServiceOperation),
);

function toServiceOperation(operation: S3Operation): AnyOperation<S3State> {
  return defineOperation<S3State>()({
    name: operation.name,
    input: passThrough,
    unsignedAllowed: operation.publicOn !== undefined,
    access({ target }, call) {
      const resourceArn = `arn:aws:s3:::${target.bucket}${target.key === '' ? '' : `/${target.key}`}`;
      call.notes.resourceArn = resourceArn;
      const bucket = call.state.store.buckets.get(target.bucket);
      return {
        action: operation.action,
        resourceArn,
        resourceAccountId: bucket?.ownerAccountId,
        resourcePolicy: bucket?.policy?.document,
      };
    },
    async run(input, call) {
      const { state, accountId, region, nowMs } = call;
      await state.settle(nowMs);
      const s3Call: S3Call = { ...input, store: state.store, accountId, region, nowMs };
      if (!call.principal && !operation.publicOn?.(s3Call)) throw accessDenied('Access Denied');
      return operation.run(s3Call);
    },
  });
}

function inputOf(request: WireRequest): S3Input {
  const target = readTarget(request);
  if (!target) throw s3Errors.unknownOperation('The request names no bucket.');
  return { target, query: queryOf(request), headers: request.headers, body: request.body };
}

function operationOf(request: WireRequest): S3Operation {
  const { target, query } = inputOf(request);
  return findOperation(request.method, target, query);
}

const queryOf = (request: WireRequest): URLSearchParams => new URLSearchParams(request.query);

function toResponse({ status, body, headers }: S3Answer, requestId: string): WireResponse {
  return { status, body, headers: { 'x-amz-request-id': requestId, ...headers } };
}
