import { describe, expect, test } from '@jest/globals';
import { MachineError } from '../errors/harness-error.ts';
import { fakeMachine } from './fake-machine.ts';
import {
  daemonConfigBackupPath,
  daemonConfigPath,
  registerRuntimeWrapper,
  runtimeName,
  runtimePath,
  withRuntimeWrapper,
} from './runtime-wrapper.ts';

const ours = { 'default-runtime': runtimeName, runtimes: { [runtimeName]: { path: runtimePath } } };

describe('withRuntimeWrapper', () => {
  test.each([undefined, '', '{}', '{"default-runtime":"runc"}'])(
    'from %p it makes the wrapper the default',
    (before) => {
      expect(JSON.parse(withRuntimeWrapper(before))).toEqual(ours);
    },
  );

  test('keeps every other setting and runtime', () => {
    const before = { 'data-root': '/data', runtimes: { nvidia: { path: 'nvidia-container-runtime' } } };
    expect(JSON.parse(withRuntimeWrapper(JSON.stringify(before)))).toEqual({
      'data-root': '/data',
      'default-runtime': runtimeName,
      runtimes: { ...before.runtimes, ...ours.runtimes },
    });
  });

  test('leaves a file that has it already as it is, byte for byte', () => {
    const before = `${JSON.stringify(ours)}   \n`;
    expect(withRuntimeWrapper(before)).toBe(before);
  });

  test("refuses to replace somebody else's default runtime, naming it", () => {
    const attempt = () => withRuntimeWrapper('{"default-runtime":"nvidia"}');
    expect(attempt).toThrow(MachineError);
    expect(attempt).toThrow('nvidia');
  });

  test.each(['{"data-root":', '[]', '"text"'])('refuses %p, which dockerd does not read either', (before) => {
    expect(() => withRuntimeWrapper(before)).toThrow(MachineError);
  });
});

describe('registerRuntimeWrapper', () => {
  const shipped = `${import.meta.dirname}/runc-without-sys-resource.sh`;

  test('installs the script, and writes a configuration where there was none', async () => {
    const machine = fakeMachine({ files: { [shipped]: '#!/bin/sh\n' } });
    await registerRuntimeWrapper(machine);
    expect(machine.performed).toEqual([`write ${runtimePath}`, `write ${daemonConfigPath}`]);
    expect(machine.files.get(runtimePath)).toBe('#!/bin/sh\n');
  });

  test('keeps the configuration as it was at first, however often it runs', async () => {
    const first = '{"debug":true}';
    const machine = fakeMachine({ files: { [shipped]: '#!/bin/sh\n', [daemonConfigPath]: first } });
    await registerRuntimeWrapper(machine);
    machine.files.set(daemonConfigPath, '{"debug":false}');
    await registerRuntimeWrapper(machine);
    expect(machine.files.get(daemonConfigBackupPath)).toBe(first);
    expect(JSON.parse(machine.files.get(daemonConfigPath) ?? '')).toEqual({ debug: false, ...ours });
  });

  test('touches nothing when it has to refuse', async () => {
    const machine = fakeMachine({ files: { [shipped]: '', [daemonConfigPath]: '{"default-runtime":"crun"}' } });
    await expect(registerRuntimeWrapper(machine)).rejects.toThrow(MachineError);
    expect(machine.performed).toEqual([]);
  });
});
