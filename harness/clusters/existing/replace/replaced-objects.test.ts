import { describe, expect, test } from '@jest/globals';
import type { InventoryObject } from '../inventory.ts';
import { sampleObject } from '../testing/sample-objects.ts';
import { replacedObjects } from './replaced-objects.ts';

const ofRelease = (name: string, namespace: string) => ({
  annotations: { 'meta.helm.sh/release-name': name, 'meta.helm.sh/release-namespace': namespace },
});
const controllerLabels = { 'app.kubernetes.io/name': 'cert-manager', 'app.kubernetes.io/component': 'controller' };
const certManager = sampleObject('deployments tools/certs-cert-manager', {
  labels: controllerLabels,
  ...ofRelease('certs', 'tools'),
});
const istiod = sampleObject('deployments istio-system/istiod', { labels: { app: 'istiod', release: 'istio' } });
const set = sampleObject('replicasets istio-system/istiod-1', { ownedBy: [istiod.uid], labels: istiod.labels });
const pod = sampleObject('pods istio-system/istiod-1-x', { ownedBy: [set.uid], labels: istiod.labels });

const uids = (objects: readonly InventoryObject[]) => objects.map(({ uid }) => uid);
const replaced = (...objects: readonly InventoryObject[]) => replacedObjects(objects, 'team');

describe('what a run replaces', () => {
  test('is everything of the Helm release of a controller, and the record of it', () => {
    const role = sampleObject('clusterroles certs-view', ofRelease('certs', 'tools'));
    const record = sampleObject('secrets tools/sh.helm.release.v1.certs.v1', {
      labels: { owner: 'helm', name: 'certs' },
    });
    const others = [
      sampleObject('deployments tools/shop', ofRelease('shop', 'tools')),
      sampleObject('clusterroles other-view', ofRelease('certs', 'elsewhere')),
      sampleObject('secrets tools/sh.helm.release.v1.shop.v1', { labels: { owner: 'helm', name: 'shop' } }),
    ];
    expect(replaced(certManager, role, record, ...others).objects).toEqual([certManager, role, record]);
  });

  test('is what was applied from a file, by the instance that its labels name', () => {
    const instance = { 'app.kubernetes.io/instance': 'cert-manager' };
    const controller = sampleObject('deployments cert-manager/cert-manager', {
      labels: { ...controllerLabels, ...instance },
    });
    const webhook = sampleObject('mutatingwebhookconfigurations cert-manager-webhook', {
      labels: { 'app.kubernetes.io/name': 'webhook', ...instance },
    });
    const shop = sampleObject('deployments team/shop', { labels: { 'app.kubernetes.io/name': 'shop', ...instance } });
    expect(replaced(controller, webhook, shop).objects).toEqual([controller, webhook]);
  });

  test('is what an earlier installation under the names of the guide has left behind', () => {
    const role = sampleObject('clusterroles cert-manager-view', ofRelease('cert-manager', 'cert-manager'));
    expect(replaced(role, certManager).objects).toEqual([role, certManager]);
  });

  test("is Istio's control plane; what it owns goes and comes with it", () => {
    const { objects, companions } = replaced(istiod, set, pod, sampleObject('leases istio-system/istio-leader'));
    expect(objects).toEqual([istiod]);
    expect(uids(companions)).toEqual([set.uid, pod.uid, 'leases istio-system/istio-leader']);
  });

  test('is what has the names of the guide, with a key or not', () => {
    const cacerts = sampleObject('secrets istio-system/cacerts', { ownedBy: ['certificates istio-system/istio-ca'] });
    const certificate = sampleObject('certificates istio-system/istio-ca');
    expect(replaced(cacerts, certificate).objects).toEqual([cacerts, certificate]);
  });

  test('is nothing that people made with it: their namespaces, their objects, and the definitions of those', () => {
    const definition = sampleObject(
      'customresourcedefinitions certificates.cert-manager.io',
      ofRelease('certs', 'tools'),
    );
    const theirs = [
      sampleObject('namespaces tools', ofRelease('certs', 'tools')),
      sampleObject('certificates team/shop'),
      sampleObject('configmaps team/istio-ca-root-cert'),
      sampleObject('jobs tools/migration', ofRelease('certs', 'tools')),
    ];
    const { objects, companions, definitions } = replaced(certManager, definition, ...theirs);
    expect([objects, companions, definitions]).toEqual([[certManager], [], [definition]]);
  });

  test('is nothing where nothing is installed', () => {
    expect(replaced(sampleObject('deployments team/shop'))).toEqual({ objects: [], companions: [], definitions: [] });
  });
});

describe('what cannot be replaced is refused', () => {
  test.each([
    ['Argo CD', { annotations: { 'argocd.argoproj.io/tracking-id': 'x' } }, 'Argo CD would put it back at once'],
    [
      'Flux',
      { labels: { ...istiod.labels, 'helm.toolkit.fluxcd.io/name': 'istio' } },
      'Flux would put it back at once',
    ],
    ['an operator', { ownedBy: ['istios default'] }, 'owned by an object of an operator'],
  ])('what %s keeps', (_, details, reason) => {
    const kept = sampleObject('deployments istio-system/istiod', { labels: istiod.labels, ...details });
    expect(() => replaced(kept)).toThrow(`deployments.apps istio-system/istiod: `);
    expect(() => replaced(kept)).toThrow(reason);
  });

  test('what the traffic of pods runs through', () => {
    const ztunnel = sampleObject('daemonsets istio-system/ztunnel', { labels: { app: 'ztunnel', release: 'istio' } });
    expect(() => replaced(istiod, ztunnel)).toThrow('the traffic of pods runs through it');
  });
});
