import { describe, expect, test } from '@jest/globals';
import type { V1Pod } from '@kubernetes/client-node';
import { describePod, hasReadyContainer, isRunning, podsReady, readyContainers } from './pods.ts';

interface PodShape {
  readonly name?: string;
  readonly ready?: readonly boolean[];
  readonly sidecarReady?: boolean;
  readonly phase?: string;
  readonly waiting?: string;
  readonly leaving?: boolean;
  readonly restarts?: number;
}

function pod({
  name = 'p',
  ready = [true],
  sidecarReady,
  phase = 'Running',
  waiting,
  leaving,
  restarts = 0,
}: PodShape = {}): V1Pod {
  const state = waiting ? { waiting: { reason: waiting } } : { running: {} };
  const status = (containerName: string, isReady: boolean) => ({
    name: containerName,
    ready: isReady,
    state,
    image: '',
    imageID: '',
    restartCount: restarts,
  });
  return {
    metadata: { name, ...(leaving ? { deletionTimestamp: new Date() } : {}) },
    spec: {
      containers: ready.map((_, index) => ({ name: `c${index}` })),
      initContainers: [
        { name: 'init' },
        ...(sidecarReady === undefined ? [] : [{ name: 'proxy', restartPolicy: 'Always' }]),
      ],
    },
    status: {
      phase,
      containerStatuses: ready.map((isReady, index) => status(`c${index}`, isReady)),
      initContainerStatuses: [
        status('init', true),
        ...(sidecarReady === undefined ? [] : [status('proxy', sidecarReady)]),
      ],
    },
  };
}

describe('readyContainers', () => {
  test('counts a native sidecar, and no ordinary init container, as kubectl does', () => {
    expect(readyContainers(pod({ ready: [true], sidecarReady: true }))).toEqual({ ready: 2, all: 2 });
    expect(readyContainers(pod({ ready: [true], sidecarReady: false }))).toEqual({ ready: 1, all: 2 });
    expect(readyContainers(pod({ ready: [true] }))).toEqual({ ready: 1, all: 1 });
  });
});

describe('podsReady', () => {
  test('is done once as many pods as asked for are ready, and none is not', () => {
    expect(podsReady(2)([pod(), pod()]).done).toBe(true);
    expect(podsReady(2)([pod()]).done).toBe(false);
    expect(podsReady(1)([pod(), pod({ ready: [false] })]).done).toBe(false);
  });

  test('does not count pods that are being deleted', () => {
    expect(podsReady(1)([pod({ leaving: true })])).toEqual({ done: false, observed: '0 of 1 ready' });
    expect(podsReady(1)([pod(), pod({ ready: [false], leaving: true })]).done).toBe(true);
  });

  test('says of each pod why it waits', () => {
    expect(podsReady(1)([pod({ name: 'web', ready: [false], waiting: 'ImagePullBackOff' })])).toEqual({
      done: false,
      observed: '0 of 1 ready, web 0/1 ImagePullBackOff',
    });
  });
});

test('a pod that keeps crashing ends the wait: more waiting would not help', () => {
  const crashing = (restarts: number) =>
    podsReady(1)([pod({ name: 'web', ready: [false], waiting: 'CrashLoopBackOff', restarts })]);
  expect(crashing(4).done).toBe(false);
  expect(() => crashing(5)).toThrow('Container c0 of pod web has crashed 5 times');
});

test('a pod runs without being ready, but not with a container that does not run', () => {
  expect(isRunning(pod({ ready: [false] }))).toBe(true);
  expect(isRunning(pod({ ready: [false], waiting: 'CrashLoopBackOff' }))).toBe(false);
  expect(isRunning(pod({ phase: 'Pending', ready: [false] }))).toBe(false);
  expect(isRunning(pod({ ready: [] }))).toBe(false);
});

test('a container is recognised by its name, a native sidecar too', () => {
  expect(hasReadyContainer(pod({ sidecarReady: true }), 'proxy')).toBe(true);
  expect(hasReadyContainer(pod({ sidecarReady: false }), 'proxy')).toBe(false);
  expect(hasReadyContainer(pod({ ready: [true, true] }), 'proxy')).toBe(false);
  expect(hasReadyContainer(pod(), 'init')).toBe(false);
});

test('describePod shows what kubectl get pods shows', () => {
  expect(describePod(pod({ name: 'productpage', ready: [true], sidecarReady: true }))).toBe('productpage 2/2 Running');
});
