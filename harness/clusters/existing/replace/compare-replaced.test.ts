import { describe, expect, test } from '@jest/globals';
import { entriesOf } from '../compare-inventories.ts';
import type { InventoryObject } from '../inventory.ts';
import { sampleReplaced } from '../testing/sample-added.ts';
import { sampleObject } from '../testing/sample-objects.ts';
import { compareReplaced, withPutBack } from './compare-replaced.ts';

const made = (text: string, uid: string, ownedBy: readonly string[] = []): InventoryObject => ({
  ...sampleObject(text, { ownedBy }),
  uid,
});
const shop = made('deployments team/shop', 's');
const istiod = made('deployments istio-system/istiod', 'i1');
const pod = made('pods istio-system/istiod-x', 'p1', ['i1']);
const endpoints = made('endpoints istio-system/istiod', 'e1');
const before = [shop, istiod, pod, endpoints];
const added = sampleReplaced(entriesOf(before), { objects: entriesOf([istiod]), companions: entriesOf([pod]) });
const istiodBack = made('deployments istio-system/istiod', 'i2');
const back = [
  shop,
  istiodBack,
  made('pods istio-system/istiod-y', 'p2', ['i2']),
  made('endpoints istio-system/istiod', 'e2'),
];

describe('a cluster in which something was replaced', () => {
  test('is as before once that is back under its name, with whatever it owns', () => {
    expect(compareReplaced(added, back)).toEqual({ compared: 4, gone: [], new: [], putBack: 1 });
  });

  test('lacks what is not back, and what others removed', () => {
    const changes = compareReplaced(added, [made('endpoints istio-system/istiod', 'e2')]);
    expect(changes.gone).toEqual(['deployments.apps team/shop', 'deployments.apps istio-system/istiod']);
  });

  test('has what others made, also where the name was used before', () => {
    const again = made('deployments team/shop', 's2');
    const changes = compareReplaced(added, [...back.slice(1), again, made('pods team/new', 'n')]);
    expect(changes).toMatchObject({
      gone: ['deployments.apps team/shop'],
      new: ['deployments.apps team/shop', 'pods team/new'],
    });
  });

  test('is known with what is back, so that it is never taken for the run’s own', () => {
    const known = withPutBack(added, [...back, made('pods team/new', 'n')]);
    expect(known.before.map(({ uid }) => uid)).toEqual(['s', 'i2', 'p2', 'e2']);
    expect(compareReplaced(known, back)).toMatchObject({ gone: [], new: [] });
  });
});
