import type { KubernetesObject } from '@kubernetes/client-node';
import { runLabel } from '../clusters/ownership.ts';
import type { Run } from './run.ts';

/** The label by which what a run applies is known as the run's. */
export const runLabels = ({ id }: Pick<Run, 'id'>): Readonly<Record<string, string>> => ({ [runLabel]: id });

/** An object that carries its run's label. */
export function ofRun<T extends KubernetesObject>(run: Pick<Run, 'id'>, object: T): T {
  return {
    ...object,
    metadata: { ...object.metadata, labels: { ...object.metadata?.labels, ...runLabels(run) } },
  };
}
