import { describe, expect, test } from '@jest/globals';
import { runLabel } from '../ownership.ts';
import type { InventoryObject } from './inventory.ts';
import { type KnownOfRun, oursAmong } from './is-ours.ts';
import { sampleObject } from './testing/sample-objects.ts';

const known: KnownOfRun = {
  runId: 'r1',
  before: [{ name: 'configmaps team/there', uid: 'configmaps team/there' }],
  installs: ['cert-manager', 'issuer', 'istio'],
  namespaces: ['istio-system', 'cert-manager', 'bookinfo-r1'],
};
const ours = (objects: readonly InventoryObject[], changed: Partial<KnownOfRun> = {}) =>
  oursAmong(objects, { ...known, ...changed }).map(({ uid }) => uid);
const release = { 'meta.helm.sh/release-name': 'cert-manager', 'meta.helm.sh/release-namespace': 'cert-manager' };

describe('what a run added', () => {
  test.each([
    ['what carries its label', sampleObject('secrets team/x', { labels: { [runLabel]: 'r1' } })],
    ['a namespace that it made', sampleObject('namespaces bookinfo-r1')],
    ['what its Helm release installed', sampleObject('clusterroles cert-manager-view', { annotations: release })],
    ['a definition that Helm keeps', sampleObject('customresourcedefinitions issuers.cert-manager.io')],
    ['the API service of that', sampleObject('apiservices v1.cert-manager.io')],
    ["a controller's lease in kube-system", sampleObject('leases kube-system/cert-manager-controller')],
    ["istiod's trust bundle in a namespace of others", sampleObject('configmaps team/istio-ca-root-cert')],
    ["istiod's revocation list there", sampleObject('configmaps team/istio-ca-crl')],
    ['what istiod elects its leader by', sampleObject('configmaps istio-system/istio-ip-autoallocate')],
    ["Istio's CA, which cert-manager keeps", sampleObject('secrets istio-system/cacerts')],
    [
      'a webhook of a revision tag',
      sampleObject('mutatingwebhookconfigurations x', { labels: { 'operator.istio.io/component': 'Pilot' } }),
    ],
  ])('is %s', (_, object) => {
    expect(ours([object])).toEqual([object.uid]);
  });

  test.each([
    ['what was there before', sampleObject('configmaps team/there', { labels: { [runLabel]: 'r1' } })],
    ["another run's", sampleObject('secrets team/x', { labels: { [runLabel]: 'r2' } })],
    ['what somebody made meanwhile', sampleObject('deployments team/new')],
    [
      'a release of another name',
      sampleObject('deployments team/x', { annotations: { 'meta.helm.sh/release-name': 'shop' } }),
    ],
    ['a lease of another controller', sampleObject('leases kube-system/kube-scheduler')],
    ['a definition of others', sampleObject('customresourcedefinitions widgets.example.com')],
    ['a namespace of others', sampleObject('namespaces team')],
  ])('is not %s', (_, object) => {
    expect(ours([object])).toEqual([]);
  });

  test('is not of an installation that was there and is used', () => {
    const objects = [
      sampleObject('deployments cert-manager/new', { annotations: release }),
      sampleObject('leases kube-system/cert-manager-controller'),
    ];
    expect(ours(objects, { installs: ['issuer', 'istio'] })).toEqual([]);
  });

  test('is what belongs to it, however far', () => {
    const deployment = sampleObject('deployments bookinfo-r1/ratings', { labels: { [runLabel]: 'r1' } });
    const pod = sampleObject('pods bookinfo-r1/ratings-1', { ownedBy: ['replicasets bookinfo-r1/ratings-1'] });
    const set = sampleObject('replicasets bookinfo-r1/ratings-1', { ownedBy: [deployment.uid] });
    expect(ours([pod, set, deployment])).toEqual([pod.uid, set.uid, deployment.uid]);
  });
});
