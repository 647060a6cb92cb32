import type { PcaState } from '../acm-pca/pca-state.ts';
import type { ForcedStatus, KnownAuthorities } from '../contract.ts';
import { AdminError } from './admin-error.ts';

/** Every CA there is, with its certificate and chain: what a trust store needs. */
export function knownAuthorities({ authorities }: PcaState, nowMs: number): KnownAuthorities {
  return {
    authorities: [...authorities.all()].map((authority) => ({
      arn: authority.identity.arn,
      status: authority.status(nowMs),
      certificates: authority.installed?.pem ?? null,
    })),
  };
}

/** Puts a CA into a state that its own history would not have led to. */
export function forceStatus({ arn, status }: ForcedStatus, { authorities }: PcaState, nowMs: number): object {
  const authority = authorities.lookup(arn);
  if (!authority) throw new AdminError(404, `There is no certificate authority ${arn}.`);
  authority.forcedStatus = status ?? undefined;
  return { arn, status: authority.status(nowMs) };
}
