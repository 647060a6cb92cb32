import { expect, test } from '@jest/globals';
import { fakeMachine, statusWithAllCapabilities, statusWithoutSysResource } from './fake-machine.ts';
import { parseBoundingSet, sysResourceInBoundingSet } from './sys-resource.ts';

test.each([
  ['present', statusWithAllCapabilities],
  ['missing', statusWithoutSysResource],
  ['missing', 'CapBnd:\t00000000a80425fb\n'],
  ['unknown', undefined],
  ['unknown', 'Name:\tnode\n'],
])('CAP_SYS_RESOURCE is %s in %p', async (expected, status) => {
  const machine = fakeMachine({ files: { '/proc/self/status': status } });
  expect(await sysResourceInBoundingSet(machine)).toBe(expected);
});

test('reads the bounding set and no other set', () => {
  expect(parseBoundingSet('CapEff:\t0000000000000001\nCapBnd:\t000001fffeffffff\nCapAmb:\t0')).toBe(0x1fffeffffffn);
});
