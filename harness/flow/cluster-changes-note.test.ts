import { describe, expect, test } from '@jest/globals';
import { clusterChangesNote } from './cluster-changes-note.ts';

describe('what is told of a cluster after a run', () => {
  test('that it is as it was', () => {
    expect(clusterChangesNote({ compared: 287, gone: [], new: [] })).toBe(
      'all 287 objects of the cluster are the ones that were there before, and no other is there',
    );
  });

  test('what others did meanwhile, a few by name', () => {
    const pods = Array.from({ length: 7 }, (_, index) => `pods team/shop-${index}`);
    expect(clusterChangesNote({ compared: 10, gone: ['secrets team/till'], new: pods })).toBe(
      '9 of the 10 objects that were there before are there; ' +
        'not removed by this run, and gone: secrets team/till; ' +
        'not made by this run, and left alone: pods team/shop-0, pods team/shop-1, pods team/shop-2, pods team/shop-3, pods team/shop-4 and 2 more',
    );
  });
});
