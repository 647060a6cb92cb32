import type { IamState } from '../iam/iam-state.ts';
import type { IssuerDirectory } from '../oidc/issuer-directory.ts';
import { Propagation } from '../propagation.ts';
import type { Session } from './session.ts';

/** The sessions that STS has handed out, and what it needs to judge who gets one. */
export class StsState {
  readonly iam: IamState;
  readonly issuers: IssuerDirectory;
  readonly #sessions = new Map<string, Session>();
  readonly #propagation: Propagation;
  #sweepAtMs = 0;

  constructor(iam: IamState, issuers: IssuerDirectory, propagation = Propagation.immediate) {
    this.#propagation = propagation;
    this.iam = iam;
    this.issuers = issuers;
  }

  /** Sessions that ended more than a day ago are forgotten: until then their users are told that they expired. */
  add(session: Session, nowMs: number): void {
    if (nowMs >= this.#sweepAtMs) {
      this.#sweepAtMs = nowMs + sweepIntervalMs;
      for (const [id, { expiresAtMs }] of this.#sessions) {
        if (expiresAtMs + forgetAfterMs < nowMs) this.#sessions.delete(id);
      }
    }
    this.#sessions.set(session.accessKeyId, session);
    this.#propagation.begin(session);
  }

  find(accessKeyId: string): Session | undefined {
    const session = this.#sessions.get(accessKeyId);
    return session && this.#propagation.isKnown(session) ? session : undefined;
  }
}

const forgetAfterMs = 24 * 60 * 60 * 1000;
const sweepIntervalMs = 60 * 1000;
