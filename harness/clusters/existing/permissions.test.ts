import { describe, expect, test } from '@jest/globals';
import { neededRights, rightLines } from './permissions.ts';

describe('rights that the flow needs', () => {
  test('are asked for once each', () => {
    const asked = neededRights.map(({ verb, group, resource }) => `${verb} ${resource}.${group}`);
    expect(asked.toSorted()).toEqual([...new Set(asked)].toSorted());
  });

  test('are shown by kind, each with all that is done with it', () => {
    const rights = [
      { verb: 'create', group: '', resource: 'secrets' },
      { verb: 'create', group: 'cert-manager.io', resource: 'certificates' },
      { verb: 'update', group: '', resource: 'secrets' },
    ];
    expect(rightLines(rights)).toEqual(['secrets: create, update', 'certificates.cert-manager.io: create']);
  });

  test('name verbs, groups and kinds: none of them stands for everything', () => {
    expect(neededRights.filter(({ verb, group, resource }) => [verb, group, resource].includes('*'))).toEqual([]);
  });
});
