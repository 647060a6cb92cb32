import type { Protocol } from '../protocols/protocol.ts';
import type { AnyOperation } from './operation.ts';

export type ServiceId = 'acm-pca' | 'sts' | 'iam' | 's3' | 'ocsp';

/** A served AWS service: its protocol, and every operation it answers. */
export interface Service<State> {
  readonly id: ServiceId;
  readonly protocol: Protocol;
  readonly operations: ReadonlyMap<string, AnyOperation<State>>;
}

/**
 * Puts a service together, and checks its operations against the names that its model declares, both ways: a missing
 * operation and one that AWS does not have are each a defect of the mock, found when it starts rather than by a user.
 */
export function defineService<State>(
  id: ServiceId,
  protocol: Protocol,
  modelled: readonly string[],
  operations: readonly AnyOperation<State>[],
): Service<State> {
  const table = new Map(operations.map((operation) => [operation.name, operation]));
  const missing = modelled.filter((name) => !table.has(name));
  const unknown = operations.map(({ name }) => name).filter((name) => !modelled.includes(name));
  if (missing.length > 0 || unknown.length > 0 || table.size !== operations.length) {
    throw new Error(
      `The operation table of ${id} does not fit its model: missing [${missing.join(', ')}], ` +
        `not in the model [${unknown.join(', ')}], ${operations.length - table.size} twice.`,
    );
  }
  return { id, protocol, operations: table };
}
