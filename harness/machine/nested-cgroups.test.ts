import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { hasErrorCode } from '../errors/error-code.ts';
import { fakeMachine } from './fake-machine.ts';
import { neededNesting, nestingWork, prepareNesting } from './nested-cgroups.ts';
import { systemMachine } from './system-machine.ts';

const container = { controllers: 'cpu memory pids\n', type: 'domain\n', enabled: '\n', processes: '1\n17\n' };

describe('what dockerd needs of cgroups before it starts', () => {
  test.each([
    ['in a container: the processes moved, the controllers enabled', container, ['1', '17'], ['cpu', 'memory', 'pids']],
    ['in one where some are enabled: the others', { ...container, enabled: 'cpu\n' }, ['1', '17'], ['memory', 'pids']],
    ['in one without processes of its own: no move', { ...container, processes: '' }, [], ['cpu', 'memory', 'pids']],
    [
      'processes of other PID namespaces stay',
      { ...container, processes: '0\n0\n5\n' },
      ['5'],
      ['cpu', 'memory', 'pids'],
    ],
  ])('%s', (_what, top, move, enable) => {
    expect(nestingWork(top)).toEqual({ move, enable });
  });

  test.each([
    ['on cgroup v1', { ...container, controllers: undefined }],
    ["at the root of the kernel's hierarchy, whose processes are the machine's", { ...container, type: undefined }],
    ['where all is enabled', { ...container, enabled: 'pids memory cpu\n' }],
    ['where there are no controllers', { ...container, controllers: '\n' }],
  ])('nothing %s', (_where, top) => {
    expect(nestingWork(top)).toBeUndefined();
  });

  const files = {
    '/sys/fs/cgroup/cgroup.controllers': container.controllers,
    '/sys/fs/cgroup/cgroup.type': container.type,
    '/sys/fs/cgroup/cgroup.procs': container.processes,
    '/sys/fs/cgroup/cgroup.subtree_control': '',
  };

  test('nothing where systemd keeps the cgroups', async () => {
    expect(await neededNesting(fakeMachine({ files }))).toMatchObject({ move: ['1', '17'] });
    expect(await neededNesting(fakeMachine({ files: { ...files, '/run/systemd/system': '' } }))).toBeUndefined();
  });

  test('is done again while processes come in, and given up when they keep coming', async () => {
    const procs = '/sys/fs/cgroup/init/cgroup.procs';
    const control = '/sys/fs/cgroup/cgroup.subtree_control';
    let refusals = 1;
    const machine = fakeMachine({
      files,
      kernelFile: (path, text, { files: now }) => {
        if (path === procs) return text === '17' ? 'ESRCH' : undefined;
        if (refusals-- > 0) return 'EBUSY';
        now.set(control, 'cpu memory pids');
        return undefined;
      },
    });
    await prepareNesting(machine);
    const round = ['mkdir -p /sys/fs/cgroup/init', `${procs} = 1`, `${procs} = 17`, `${control} = +cpu +memory +pids`];
    expect(machine.performed).toEqual([...round, ...round]);
    const crowded = prepareNesting(
      fakeMachine({ files, kernelFile: (path) => (path === control ? 'EBUSY' : undefined) }),
    );
    await expect(crowded).rejects.toThrow('processes keep appearing');
  });

  test('is refused with what to do where the container is not privileged', async () => {
    const machine = fakeMachine({ files, kernelFile: () => 'EROFS' });
    await expect(prepareNesting(machine)).rejects.toMatchObject({ remedy: expect.stringContaining('privileged') });
  });
});

/** A cgroup of this test's own where cgroup v2 is mounted; undefined where there is none, or none may be made. */
function cgroupOfTest(): { readonly mount: string; readonly top: string } | undefined {
  if (process.platform !== 'linux') return undefined;
  const [, mount] = /^\S+ (\S+) cgroup2 /m.exec(readFileSync('/proc/mounts', 'utf8')) ?? [];
  if (mount === undefined) return undefined;
  const top = `${mount}/pca-e2e-test-${process.pid}`;
  try {
    mkdirSync(top);
    return { mount, top };
  } catch (error) {
    if (hasErrorCode(error, 'EACCES', 'EPERM', 'EROFS')) return undefined;
    throw error;
  }
}

const cgroup = cgroupOfTest();
const onCgroup = cgroup === undefined ? describe.skip : describe;

onCgroup('on cgroup v2 itself (skipped where it is not mounted, or no cgroup may be made)', () => {
  const { mount, top } = cgroup ?? { mount: '', top: '' };
  const read = (name: string) => readFileSync(`${top}/${name}`, 'utf8').trim();
  let sleeper: ChildProcess;

  beforeAll(async () => {
    sleeper = spawn('sleep', ['600']);
    expect(await systemMachine().writeKernelFile(`${top}/cgroup.procs`, String(sleeper.pid))).toBeUndefined();
  });
  afterAll(async () => {
    const ended = new Promise((resolve) => sleeper.once('exit', resolve));
    sleeper.kill();
    await ended;
    rmdirSync(`${top}/init`);
    rmdirSync(top);
  });

  const atKernelRoot = process.getuid?.() === 0 && !existsSync(`${mount}/cgroup.type`) ? test : test.skip;
  atKernelRoot(
    "only the root of the kernel's hierarchy has no type (skipped in a container, whose root is none)",
    async () => {
      expect(read('cgroup.type')).toMatch(/^domain/);
      expect(await neededNesting(systemMachine(), mount)).toBeUndefined();
    },
  );

  test('its processes are moved, and then its controllers are enabled', async () => {
    const machine = systemMachine();
    // A controller that the cgroup lacks: what is there to be enabled depends on the machine.
    const asContainer = {
      ...machine,
      pathExists: async (path: string) => path !== '/run/systemd/system' && machine.pathExists(path),
      readText: async (path: string) =>
        path === `${top}/cgroup.controllers` && read('cgroup.procs') !== '' ? 'any\n' : machine.readText(path),
      writeKernelFile: async (path: string, text: string) =>
        text === '+any' ? undefined : machine.writeKernelFile(path, text),
    };
    expect(read('cgroup.procs')).toBe(String(sleeper.pid));
    await prepareNesting(asContainer, top);
    expect(read('cgroup.procs')).toBe('');
    expect(read('init/cgroup.procs')).toBe(String(sleeper.pid));
    expect(read('cgroup.subtree_control')).toBe(read('cgroup.controllers'));
  });
});
