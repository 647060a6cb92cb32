import type { KubernetesObject } from '@kubernetes/client-node';
import { done, type Look, notYet } from '../wait/poll-until.ts';

/** The shape that most resources' status conditions have. */
export interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
  /** ISO 8601. */
  readonly lastTransitionTime?: string;
  /** Generation of the spec that it is about; a controller may leave it out. */
  readonly observedGeneration?: number;
}

export interface ConditionedObject extends KubernetesObject {
  readonly status?: { readonly conditions?: readonly Condition[] };
}

/** The condition of that type, or undefined while the object has none. */
export function conditionOf(object: ConditionedObject, type: string): Condition | undefined {
  return object.status?.conditions?.find((condition) => condition.type === type);
}

/**
 * Whether a condition is about the object's spec as it is now. Where its controller notes no generation, that is certain only
 * of a spec that has not changed since the object was created.
 */
export function isOfPresentSpec({ metadata }: ConditionedObject, { observedGeneration }: Condition): boolean {
  const generation = metadata?.generation ?? 1;
  return observedGeneration === undefined ? generation === 1 : observedGeneration === generation;
}

/** `generation 2, observedGeneration 1` */
export function describeGeneration({ metadata }: ConditionedObject, { observedGeneration }: Condition): string {
  return `generation ${metadata?.generation ?? 1}, observedGeneration ${observedGeneration ?? 'not set'}`;
}

/** `Ready=False, Pending: waiting for the CA`: a condition as a person reads it. */
export function describeCondition(condition: Condition): string {
  const why = [condition.reason, condition.message].filter(Boolean).join(': ');
  return `${condition.type}=${condition.status}${why ? `, ${why}` : ''}`;
}

/** Done once the one object watched has the condition; its value is the object. */
export function hasCondition<T extends ConditionedObject>(type: string): (objects: readonly T[]) => Look<T> {
  return ([object]) => {
    if (!object) return notYet('it does not exist');
    const condition = conditionOf(object, type);
    if (!condition) return notYet(`no condition ${type} yet`);
    return condition.status === 'True' ? done(object) : notYet(describeCondition(condition));
  };
}
