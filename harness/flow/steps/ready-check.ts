import {
  type Condition,
  type ConditionedObject,
  conditionOf,
  describeCondition,
  describeGeneration,
  isOfPresentSpec,
} from '../../kubernetes/conditions.ts';
import type { KubernetesClient } from '../../kubernetes/kubernetes-client.ts';
import { type WatchOptions, type WatchTarget, watchUntil } from '../../kubernetes/watch-until.ts';
import type { Check } from '../../pki/check.ts';
import type { CheckId } from '../../pki/check-ids.ts';
import { checked, untilHeld } from '../checks.ts';

/**
 * Whether an object is Ready with the spec that it has now: a condition of a former spec proves nothing of this one.
 *
 * @param where - `noted` for objects that others may have edited, with a controller that may note no generation: only a
 *   condition that says it is of a former spec is not believed then.
 */
export function readyCheck(
  id: CheckId,
  title: string,
  object: ConditionedObject | undefined,
  where: 'certain' | 'noted' = 'certain',
): Check {
  const ready = object && conditionOf(object, 'Ready');
  const isCurrent = ready && (isOfPresentSpec(object, ready) || (where === 'noted' && !notesGeneration(ready)));
  return checked(ready?.status === 'True' && isCurrent === true, {
    id,
    title,
    expected: `condition Ready=True, of its present generation${where === 'noted' ? ' where it notes one' : ''}`,
    observed: ready
      ? `${describeCondition(ready)} (${describeGeneration(object, ready)})`
      : object
        ? 'no condition Ready'
        : 'it does not exist',
  });
}

const notesGeneration = ({ observedGeneration }: Condition) => observedGeneration !== undefined;

interface ReadyClaim {
  readonly id: CheckId;
  readonly title: string;
  readonly where?: 'certain' | 'noted';
}

/** Waits until an object is Ready with the spec that it has now. */
export const untilReady = (
  client: KubernetesClient,
  { id, title, where, ...target }: WatchTarget & ReadyClaim,
  options: WatchOptions,
): Promise<Check> =>
  watchUntil<ConditionedObject, Check>(
    client,
    target,
    ([object]) => untilHeld<ConditionedObject | undefined>((seen) => readyCheck(id, title, seen, where))(object),
    options,
  );
