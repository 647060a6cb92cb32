import { type AnyOperation, defineOperation, type Operation } from '../../services/operation.ts';
import type { StsState } from '../sts-state.ts';

/** An operation of STS. */
export const stsOperation: <Input>(operation: Operation<StsState, Input>) => AnyOperation<StsState> =
  defineOperation<StsState>();
