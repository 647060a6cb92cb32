import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { CommandError } from '../process/command-error.ts';
import { runCommand } from '../process/run-command.ts';
import { testFolder } from '../testing/test-folder.ts';
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

/** Mounts cgroup v2 on a folder, with a cgroup in it for a test; undefined where this machine does not allow that. */
async function cgroupOfTest(): Promise<{ readonly mount: string; readonly top: string } | undefined> {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return undefined;
  const mount = testFolder('cgroup-');
  try {
    await runCommand('mount', ['-t', 'cgroup2', 'none', mount]);
  } catch (error) {
    if (error instanceof CommandError) return undefined;
    throw error;
  }
  const top = `${mount}/pca-e2e-test-${process.pid}`;
  mkdirSync(top);
  return { mount, top };
}

const cgroup = await cgroupOfTest();
const onCgroup = cgroup === undefined ? describe.skip : describe;

onCgroup('on cgroup v2 itself (skipped: only root may mount it)', () => {
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
    await runCommand('umount', [mount]);
  });

  test('a child of the root is told from the root, and its processes are moved', async () => {
    const machine = systemMachine();
    expect(await machine.readText(`${mount}/cgroup.type`)).toBeUndefined();
    expect(read('cgroup.type')).toBe('domain');
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
