import type { Protocol } from '../protocols/protocol.ts';
import { ServiceError } from '../protocols/service-error.ts';
import { distortChain } from './distort-chain.ts';
import type { Fault } from './fault-plan.ts';

/** Thrown to close the connection without an answer. */
export class DroppedConnection extends Error {}

/** The mock's clock as this request sees it. */
export function skewedNow(faults: readonly Fault[], nowMs: number): number {
  return faults.reduce((time, { effect }) => (effect.kind === 'clockSkew' ? time + effect.offsetMs : time), nowMs);
}

/** The milliseconds by which faults of a kind delay: the answer, or what the call starts in the background. */
export function delayOf(faults: readonly Fault[], kind: 'latency' | 'slowIssuance'): number {
  return faults.reduce((total, { effect }) => (effect.kind === kind ? total + effect.delayMs : total), 0);
}

/** @throws what the faults say, in the protocol's own words; returns when none of them is a refusal. */
export function throwFault(faults: readonly Fault[], protocol: Protocol): void {
  for (const { effect } of faults) {
    if (effect.kind === 'drop') throw new DroppedConnection('A fault drops this connection.');
    if (effect.kind === 'throttle') throw protocol.errors.throttled('Rate exceeded');
    if (effect.kind === 'outage')
      throw protocol.errors.unavailable('The service is unavailable. Please try again shortly.');
    if (effect.kind === 'internalFailure') throw protocol.errors.internalFailure('An internal failure occurred.');
    if (effect.kind === 'error')
      throw new ServiceError(effect.code, effect.status ?? 400, effect.message ?? 'A fault on purpose.');
  }
}

/** Changes what an operation is asked for. */
export function rewriteInput(faults: readonly Fault[], operation: string, input: unknown, nowMs: number): unknown {
  if (operation !== 'IssueCertificate' || typeof input !== 'object') return input;
  const effect = faults.map((fault) => fault.effect).find(({ kind }) => kind === 'shortValidity');
  if (effect?.kind !== 'shortValidity') return input;
  const endsAtSeconds = Math.floor((nowMs + effect.validityMs) / 1000);
  return { ...input, Validity: { Type: 'ABSOLUTE', Value: endsAtSeconds } };
}

/** Changes what an operation has answered. */
export async function rewriteOutput(faults: readonly Fault[], operation: string, output: object): Promise<object> {
  let value = output;
  for (const { effect } of faults) {
    if (effect.kind !== 'chain' || operation !== 'GetCertificate' || !('CertificateChain' in value)) continue;
    const chain = typeof value.CertificateChain === 'string' ? value.CertificateChain : '';
    value = { ...value, CertificateChain: await distortChain(chain, effect.variant) };
  }
  return value;
}
