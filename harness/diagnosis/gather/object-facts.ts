import type { KubernetesObject } from '@kubernetes/client-node';
import type { ConditionFacts, IssuerReference, ObjectFacts } from '../cluster-evidence.ts';

/** An object as the API server sends it: dates are texts, and its spec and status are looked into by path. */
export type AnyObject = KubernetesObject & {
  readonly spec?: unknown;
  readonly status?: unknown;
  readonly type?: string;
  readonly data?: Readonly<Record<string, string>>;
  readonly webhooks?: unknown;
};

/** What every kind of object has. */
export function objectFacts({ metadata }: KubernetesObject): ObjectFacts {
  return {
    namespace: metadata?.namespace ?? '',
    name: metadata?.name ?? '',
    createdAt: String(metadata?.creationTimestamp ?? ''),
    labels: metadata?.labels ?? {},
  };
}

/** The value at a path of property names, or undefined where the path ends before. */
export function at(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (current, name) => (typeof current === 'object' && current !== null ? Reflect.get(current, name) : undefined),
    value,
  );
}

/** A text at a path; '' where there is none. */
export function textAt(value: unknown, ...path: readonly string[]): string {
  const found = at(value, ...path);
  return typeof found === 'string' ? found : '';
}

/** A text at a path; null where there is none. */
export const textOrNull = (value: unknown, ...path: readonly string[]): string | null => textAt(value, ...path) || null;

export function numberAt(value: unknown, ...path: readonly string[]): number | undefined {
  const found = at(value, ...path);
  return typeof found === 'number' ? found : undefined;
}

export function listAt(value: unknown, ...path: readonly string[]): readonly unknown[] {
  const found = at(value, ...path);
  return Array.isArray(found) ? found : [];
}

export function conditionsOf(object: AnyObject): readonly ConditionFacts[] {
  return listAt(object, 'status', 'conditions').map((condition) => ({
    type: textAt(condition, 'type'),
    status: textAt(condition, 'status'),
    reason: textAt(condition, 'reason'),
    message: textAt(condition, 'message'),
    lastTransitionTime: textAt(condition, 'lastTransitionTime'),
  }));
}

/** cert-manager's own group and kind are what an issuerRef means when it leaves them out. */
export function issuerReference(object: AnyObject): IssuerReference {
  return {
    group: textAt(object, 'spec', 'issuerRef', 'group') || 'cert-manager.io',
    kind: textAt(object, 'spec', 'issuerRef', 'kind') || 'Issuer',
    name: textAt(object, 'spec', 'issuerRef', 'name'),
  };
}
