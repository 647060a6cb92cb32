import { describe, expect, test } from '@jest/globals';
import { ActionLog } from './action-log.ts';
import { type FakeMachineOptions, fakeMachine } from './fake-machine.ts';
import { kernelSettingPath, raiseInotifyLimits } from './inotify-limits.ts';

const instances = kernelSettingPath('fs.inotify.max_user_instances');

async function raised(options: FakeMachineOptions) {
  const machine = fakeMachine(options);
  const log = new ActionLog({});
  await raiseInotifyLimits(machine, log);
  return { actions: log.actions, limit: machine.files.get(instances), performed: machine.performed };
}

describe('the inotify limits', () => {
  test('are raised to what several nodes need', async () => {
    expect(await raised({ files: { [instances]: '128\n' } })).toEqual({
      actions: ['sysctl fs.inotify.max_user_instances=512'],
      limit: '512\n',
      performed: ['set fs.inotify.max_user_instances'],
    });
  });

  test('that are high enough are left alone', async () => {
    expect((await raised({ files: { [instances]: '8192\n' } })).actions).toEqual([]);
  });

  test('are left to root', async () => {
    expect(await raised({ isRoot: false, files: { [instances]: '128\n' } })).toMatchObject({
      actions: [],
      limit: '128\n',
    });
  });

  test('that the kernel does not let change stay as they are', async () => {
    const { limit, performed } = await raised({ kernelSettingsFixed: true, files: { [instances]: '128\n' } });
    expect({ limit, performed }).toEqual({ limit: '128\n', performed: [] });
  });

  test('are none of a machine without them', async () => {
    expect((await raised({ platform: 'darwin', files: { [instances]: undefined } })).actions).toEqual([]);
  });
});
