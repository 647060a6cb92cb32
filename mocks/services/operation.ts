import type { PolicyDocument } from '../iam/policy/policy-document.ts';
import type { Shape } from '../protocols/shape.ts';
import type { ConditionContext, Principal } from './principal.ts';

/** What a request wants to do to what: the question that IAM answers. */
export interface AccessRequest {
  /** `acm-pca:IssueCertificate`. */
  readonly action: string;
  /** The resource's ARN, or `*` for an operation without one. */
  readonly resourceArn: string;
  readonly conditions?: ConditionContext;
  /** The account that owns the resource; the caller's own when there is no resource. */
  readonly resourceAccountId?: string | undefined;
  /** The policy attached to the resource itself. */
  readonly resourcePolicy?: PolicyDocument | undefined;
}

/** One call of an operation: who, where, when. */
export interface Call<State> {
  readonly state: State;
  /** Undefined only for operations whose `access` is `anonymous`. */
  readonly principal: Principal | undefined;
  readonly accountId: string;
  readonly region: string;
  readonly nowMs: number;
  /** How much longer than usual what this call starts in the background takes; a fault's doing. */
  readonly extraDelayMs: number;
  /** Facts of this call for the journal; never a secret. */
  readonly notes: CallNotes;
}

/** What the journal wants to know of a call beyond its frame. */
export interface CallNotes {
  resourceArn?: string;
  idempotencyToken?: string;
  issuedSerialHex?: string;
}

/** One AWS operation: its input, who may call it, and what it does. */
export interface Operation<State, Input = never> {
  readonly name: string;
  readonly input: Shape<Input>;
  /**
   * - a function: what IAM has to allow, all of it, in the order in which it is looked at
   * - `authenticated`: any valid credentials will do
   * - `anonymous`: the request is not signed
   */
  readonly access:
    | ((input: Input, call: Call<State>) => AccessRequest | readonly AccessRequest[])
    | 'authenticated'
    | 'anonymous';
  /** The request may also come unsigned; `run` then has no principal and decides by itself. */
  readonly unsignedAllowed?: boolean;
  run(input: Input, call: Call<State>): object | Promise<object>;
}

/** An operation whose input type has been checked against its parts and is now of no interest to others. */
export type AnyOperation<State> = Operation<State, unknown>;

/** Checks an operation's parts against each other, and erases the input type so that tables can hold it. */
export function defineOperation<State>() {
  return <Input>(operation: Operation<State, Input>): AnyOperation<State> =>
    operation as unknown as AnyOperation<State>;
}
