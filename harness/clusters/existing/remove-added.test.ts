import { describe, expect, test } from '@jest/globals';
import { runLabel } from '../ownership.ts';
import type { InventoryObject } from './inventory.ts';
import { type KnownOfRun, oursAmong } from './is-ours.ts';
import { nextRemovals } from './remove-added.ts';
import { sampleObject } from './testing/sample-objects.ts';

const known: KnownOfRun = {
  runId: 'r1',
  before: [],
  installs: ['cert-manager', 'istio'],
  namespaces: ['istio-system'],
};
const labels = { [runLabel]: 'r1' };
const webhook = sampleObject('mutatingwebhookconfigurations injector', { labels });
const certificate = sampleObject('certificates istio-system/istio-ca', { labels });
const deployment = sampleObject('deployments istio-system/istiod', { labels });
const set = sampleObject('replicasets istio-system/istiod-1', { ownedBy: [deployment.uid] });
const pod = sampleObject('pods istio-system/istiod-1-x', { ownedBy: [set.uid] });
const bundle = sampleObject('configmaps team/istio-ca-root-cert');
const namespace = sampleObject('namespaces istio-system');
const definition = sampleObject('customresourcedefinitions certificates.cert-manager.io');
const everything = [definition, namespace, bundle, pod, set, deployment, certificate, webhook];

const next = (objects: readonly InventoryObject[]) =>
  nextRemovals(objects, oursAmong(objects, known)).next.map(({ uid }) => uid);

describe('the order of removal', () => {
  test('admission webhooks go first, so that nobody waits for one that no longer answers', () => {
    expect(next(everything)).toEqual([webhook.uid]);
  });

  test('then custom objects, while their controllers are there', () => {
    expect(next(everything.slice(0, -1))).toEqual([certificate.uid]);
  });

  test('then workloads; what they own is left to Kubernetes', () => {
    expect(next(everything.slice(0, -2))).toEqual([deployment.uid]);
  });

  test('pods are told again when nothing but pods is left of the workloads', () => {
    expect(next(everything.slice(0, -4))).toEqual([pod.uid]);
  });

  test('what controllers write anew goes once they are gone; then namespaces, then definitions', () => {
    expect(next([definition, namespace, bundle])).toEqual([bundle.uid]);
    expect(next([definition, namespace])).toEqual([namespace.uid]);
    expect(next([definition])).toEqual([definition.uid]);
  });
});

describe("somebody else's objects", () => {
  const others = [sampleObject('certificates team/shop'), sampleObject('deployments istio-system/others')];

  test('keep the definition and the namespace that they are in, which are named', () => {
    const objects = [definition, namespace, bundle, ...others];
    const removals = nextRemovals(objects, oursAmong(objects, known));
    expect(removals.left).toEqual([bundle]);
    expect(removals.spared).toEqual([
      'customresourcedefinitions.apiextensions.k8s.io certificates.cert-manager.io: in it certificates.cert-manager.io team/shop',
      'namespaces istio-system: in it deployments.apps istio-system/others',
    ]);
  });

  test('are not what every namespace gets by itself', () => {
    const derived = [
      sampleObject('serviceaccounts istio-system/default'),
      sampleObject('configmaps istio-system/kube-root-ca.crt'),
      sampleObject('endpointslices istio-system/istiod-x'),
    ];
    const objects = [namespace, ...derived];
    expect(nextRemovals(objects, oursAmong(objects, known))).toMatchObject({ next: [namespace], spared: [] });
  });
});
