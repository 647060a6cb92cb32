import type { V1ContainerStatus, V1Pod } from '@kubernetes/client-node';
import { ComponentError } from '../errors/harness-error.ts';
import { done, type Look, notYet } from '../wait/poll-until.ts';

/** Ready and all containers of a pod, as `kubectl get pods` counts them: native sidecars (restartable init containers) too. */
export function readyContainers(pod: V1Pod): { readonly ready: number; readonly all: number } {
  const statuses = servingContainers(pod);
  const sidecars = (pod.spec?.initContainers ?? []).filter((container) => container.restartPolicy === 'Always');
  return {
    ready: statuses.filter((status) => status.ready).length,
    all: (pod.spec?.containers.length ?? 0) + sidecars.length,
  };
}

function servingContainers(pod: V1Pod): readonly V1ContainerStatus[] {
  const sidecars = (pod.spec?.initContainers ?? []).filter((container) => container.restartPolicy === 'Always');
  const names = new Set(sidecars.map((container) => container.name));
  return [
    ...(pod.status?.containerStatuses ?? []),
    ...(pod.status?.initContainerStatuses ?? []).filter((status) => names.has(status.name)),
  ];
}

/** `productpage-v1-abc 2/2 Running`, or why it waits: `productpage-v1-abc 0/2 ImagePullBackOff`. */
export function describePod(pod: V1Pod): string {
  const { ready, all } = readyContainers(pod);
  const statuses = [...(pod.status?.initContainerStatuses ?? []), ...(pod.status?.containerStatuses ?? [])];
  const waiting = statuses.map((status) => status.state?.waiting?.reason).find((reason) => reason !== undefined);
  return `${pod.metadata?.name} ${ready}/${all} ${waiting ?? unschedulable(pod) ?? pod.status?.phase ?? 'Unknown'}`;
}

/** Why no node takes the pod: `Unschedulable: 0/1 nodes are available: 1 Insufficient cpu.` */
function unschedulable(pod: V1Pod): string | undefined {
  const condition = pod.status?.conditions?.find(({ type, status }) => type === 'PodScheduled' && status === 'False');
  return condition && [condition.reason, condition.message].filter(Boolean).join(': ');
}

/** Pods that are not on their way out. */
export const livePods = (pods: readonly V1Pod[]): readonly V1Pod[] =>
  pods.filter((pod) => pod.metadata?.deletionTimestamp === undefined);

/** Done once `count` pods have every container ready. */
export function podsReady(count: number): (pods: readonly V1Pod[]) => Look<readonly V1Pod[]> {
  return (all) => {
    const pods = livePods(all);
    const others = pods.filter((pod) => !isReady(pod));
    refuseCrashing(others);
    if (others.length === 0 && pods.length >= count) return done(pods);
    const ready = `${pods.length - others.length} of ${Math.max(count, pods.length)} ready`;
    return notYet([ready, ...others.map(describePod)].join(', '));
  };
}

/** Whether a pod is in phase Running, ready or not: what the guide asks of a controller's pods. */
export function isRunning(pod: V1Pod): boolean {
  const containers = pod.status?.containerStatuses ?? [];
  return (
    pod.status?.phase === 'Running' &&
    containers.length > 0 &&
    containers.every((container) => container.state?.running !== undefined)
  );
}

/** Whether every container of a pod is ready, its native sidecars too. */
export function isReady(pod: V1Pod): boolean {
  const { ready, all } = readyContainers(pod);
  return all > 0 && ready === all;
}

/** Whether a container or native sidecar of that name is ready. */
export const hasReadyContainer = (pod: V1Pod, container: string): boolean =>
  servingContainers(pod).some(({ name, ready }) => name === container && ready);

/** A first crash or two happen in a set-up whose parts start side by side; a fifth one is no matter of order. */
const crashesTolerated = 4;

/** @throws ComponentError for a pod that keeps crashing: more waiting would not help it. */
export function refuseCrashing(pods: readonly V1Pod[]): void {
  for (const pod of pods) refuseCrashingPod(pod);
}

function refuseCrashingPod(pod: V1Pod): void {
  for (const { name, restartCount, lastState } of servingContainers(pod)) {
    if (restartCount <= crashesTolerated) continue;
    const { exitCode, reason, message } = lastState?.terminated ?? {};
    const why = [reason, message].filter(Boolean).join(': ');
    throw new ComponentError(
      `Container ${name} of pod ${pod.metadata?.name} has crashed ${restartCount} times; last exit code ${exitCode}${why ? ` (${why})` : ''}`,
    );
  }
}
