import { type AnyOperation, type Call, defineOperation, type Operation } from '../../services/operation.ts';
import type { StsState } from '../sts-state.ts';

export type StsCall = Call<StsState>;

/** An operation of STS. */
export const stsOperation: <Input>(operation: Operation<StsState, Input>) => AnyOperation<StsState> =
  defineOperation<StsState>();
