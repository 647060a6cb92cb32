import { randomUUID } from 'node:crypto';
import type { RequestJournal } from '../admin/journal.ts';
import { DroppedConnection } from '../faults/apply-faults.ts';
import type { Handler, WireResponse } from '../http/wire.ts';
import type { Protocol } from '../protocols/protocol.ts';
import { ServiceError } from '../protocols/service-error.ts';
import { WrongTypeError } from '../protocols/shape.ts';
import { SignatureFailure } from '../sigv4/signature-failure.ts';
import { type Passage, type PerformParts, perform } from './perform.ts';
import { type Route, route } from './route.ts';

export interface PipelineParts extends PerformParts {
  readonly journal: RequestJournal;
  /** Told of defects of the mock itself: what it could not answer properly. */
  readonly onDefect: (error: unknown) => void;
}

/**
 * The frame around every request: it is routed, performed (see {@link perform} for the steps), answered in its service's own protocol
 * whatever is thrown on the way, and entered in the journal.
 */
export function createHandler(parts: PipelineParts): Handler {
  return async (request) => {
    const startedAtMs = performance.now();
    const nowMs = parts.clock.nowMs();
    const requestId = randomUUID();
    const way = route(request, parts.states);
    const passage: Passage = { caller: undefined, notes: {}, faults: [], delayMs: 0 };
    const { response, errorCode } = await answer(way, request, requestId, passage, nowMs, parts);
    parts.journal.record({
      time: new Date(nowMs).toISOString(),
      durationMs: Math.round((performance.now() - startedAtMs) * 1000) / 1000,
      service: way.serviceId,
      operation: way.operationName ?? null,
      region: passage.caller?.region ?? null,
      principalArn: passage.caller?.principal.arn ?? null,
      status: response.status,
      errorCode,
      resourceArn: passage.notes.resourceArn ?? null,
      idempotencyToken: passage.notes.idempotencyToken ?? null,
      issuedSerialHex: passage.notes.issuedSerialHex ?? null,
      fault: passage.faults.length > 0 ? passage.faults.join(', ') : null,
    });
    return passage.delayMs > 0 ? { ...response, delayMs: passage.delayMs } : response;
  };
}

interface Answer {
  readonly response: WireResponse;
  readonly errorCode: string | null;
}

async function answer(
  way: Route,
  request: Parameters<Handler>[0],
  requestId: string,
  passage: Passage,
  nowMs: number,
  parts: PipelineParts,
): Promise<Answer> {
  try {
    if (way.refusal) throw way.refusal;
    const output = await perform(way, request, parts, passage, nowMs);
    return { response: way.protocol.success(way.operationName ?? '', output, requestId), errorCode: null };
  } catch (thrown) {
    if (thrown instanceof DroppedConnection) {
      return { response: { status: 0, headers: {}, body: '', dropConnection: true }, errorCode: null };
    }
    const error = toServiceError(thrown, way.protocol, parts.onDefect);
    return { response: way.protocol.failure(error, requestId), errorCode: error.code };
  }
}

function toServiceError(thrown: unknown, protocol: Protocol, onDefect: (error: unknown) => void): ServiceError {
  if (thrown instanceof ServiceError) return thrown;
  if (thrown instanceof SignatureFailure) return protocol.errors[thrown.kind](thrown.message);
  if (thrown instanceof WrongTypeError) return protocol.errors.malformedPayload(thrown.message);
  onDefect(thrown);
  return protocol.errors.internalFailure('The mocked AWS has failed to answer. This is a defect of the mock.');
}
