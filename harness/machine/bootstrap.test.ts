import { describe, expect, test } from '@jest/globals';
import { ComponentError, MachineError } from '../errors/harness-error.ts';
import type { Clock } from '../wait/clock.ts';
import { bootstrapMachine } from './bootstrap.ts';
import type { HostTool } from './check.ts';
import {
  commandMissing,
  dockerInfo,
  exited,
  type FakeMachine,
  type FakeMachineOptions,
  fakeMachine,
  statusWithoutSysResource,
} from './fake-machine.ts';
import type { CommandOutcome } from './machine.ts';
import { daemonConfigPath, runtimeName, runtimePath } from './runtime-wrapper.ts';

const mmdebstrap: HostTool = { command: 'mmdebstrap', debianPackage: 'mmdebstrap', why: 'build the node image' };
const shippedScript = `${import.meta.dirname}/runc-without-sys-resource.sh`;
const pidFile = '/var/run/docker.pid';

interface Situation extends FakeMachineOptions {
  /** Whether dockerd and the docker command are there at the start. */
  readonly installed?: boolean;
  readonly running?: boolean;
  readonly runningContainers?: number;
  /** Whether apt-cache knows docker-cli, as Debian 13 does and Debian 12 does not. */
  readonly commandApart?: boolean;
  /** Whether this Docker asks for capabilities that the machine lacks, as 20.10 does and 26 does not. */
  readonly asksForAll?: boolean;
  /** What dockerd writes to its log and ends with, instead of serving. */
  readonly dockerdFails?: string;
  readonly systemd?: boolean;
}

/** A machine whose Docker can be installed, started and restarted, and reads daemon.json when it starts. */
function machineIn(situation: Situation): FakeMachine {
  let serves = situation.running ?? false;
  let runtime = 'runc';
  const answer = (line: string): CommandOutcome | undefined => {
    if (line.startsWith('apt-cache')) return exited('', situation.commandApart ? 0 : 100);
    if (line.startsWith('journalctl')) return exited(situation.dockerdFails);
    if (!machine.commands.has('docker')) return commandMissing;
    if (line.startsWith('docker info')) return serves ? exited(JSON.stringify(info())) : exited('', 1, 'no daemon');
    const lacking = machine.files.get('/proc/self/status') === statusWithoutSysResource;
    if (line.startsWith('docker run') && lacking && situation.asksForAll && runtime === 'runc') {
      return exited('', 125, 'docker: Error response from daemon: unable to apply caps');
    }
    return undefined;
  };
  const info = () => ({
    ...dockerInfo,
    DefaultRuntime: runtime,
    ContainersRunning: situation.runningContainers ?? 0,
  });
  const serve = (processId: number) => {
    serves = true;
    machine.living.add(processId);
    runtime = JSON.parse(machine.files.get(daemonConfigPath) ?? '{}')['default-runtime'] ?? 'runc';
    machine.files.set(pidFile, `${processId}`);
    machine.files.set(`/proc/${processId}/comm`, 'dockerd\n');
  };
  const onPerformed = (what: string) => {
    const [file, ...args] = what.split(' ');
    if (file === 'apt-get' && args.includes('docker.io') && !args.includes('--download-only')) {
      for (const command of ['docker', 'dockerd']) machine.commands.add(command);
    }
    for (const tool of [mmdebstrap]) if (args.includes(tool.debianPackage)) machine.commands.add(tool.command);
    if (what === 'terminate') {
      serves = false;
      machine.files.delete(pidFile);
    }
    if (what.startsWith('start ')) {
      const processId = [...machine.living].at(-1) ?? 0;
      if (situation.dockerdFails === undefined) return serve(processId);
      machine.living.delete(processId);
      machine.files.set('/var/log/istio-pca-e2e-dockerd.log', `an earlier failure\n${situation.dockerdFails}\n`);
    }
    if (file === 'systemctl') serve(4_000 + machine.performed.length);
  };
  const machine = fakeMachine({
    commands: situation.installed ? ['docker', 'dockerd'] : [],
    answer,
    onPerformed,
    ...situation,
    files: {
      [shippedScript]: '#!/bin/sh\n',
      ...(situation.systemd ? { '/run/systemd/system': '' } : {}),
      '/var/log/istio-pca-e2e-dockerd.log': 'an earlier failure\n',
      ...situation.files,
    },
  });
  if (situation.running) serve(77);
  return machine;
}

const withoutSysResource = { files: { '/proc/self/status': statusWithoutSysResource } };

function immediately(): Clock {
  let nowMs = 0;
  return {
    monotonicMs: () => nowMs,
    async sleep(ms) {
      nowMs += ms;
    },
  };
}

const bootstrap = (machine: FakeMachine, options: { dryRun?: boolean; hostTools?: readonly HostTool[] } = {}) =>
  bootstrapMachine({ machine, clock: immediately(), ...options });

describe('bootstrapMachine', () => {
  test('leaves a machine that is ready alone', async () => {
    const machine = machineIn({ installed: true, running: true, commands: ['docker', 'dockerd', 'mmdebstrap'] });
    const { actions } = await bootstrap(machine, { hostTools: [mmdebstrap] });
    expect({ actions, performed: machine.performed }).toEqual({ actions: [], performed: [] });
  });

  test('installs Docker and the missing tools with one apt, starts dockerd, and remembers that it did', async () => {
    const machine = machineIn({});
    const shown: string[] = [];
    const { actions } = await bootstrapMachine({
      machine,
      clock: immediately(),
      hostTools: [mmdebstrap],
      onAction: (action) => shown.push(action),
    });
    expect(actions).toEqual([
      'apt-get update',
      'apt-get install docker.io mmdebstrap',
      'start dockerd (log: /var/log/istio-pca-e2e-dockerd.log)',
    ]);
    expect(shown).toEqual(actions);
    const [updated, downloaded, installed, started] = machine.performed;
    expect(updated).toMatch(/^apt-get .*update$/);
    expect(downloaded).toMatch(/--no-remove --download-only docker\.io mmdebstrap$/);
    expect(installed).toMatch(/install -y --no-install-recommends --no-remove docker\.io mmdebstrap$/);
    expect(started).toBe('start /usr/bin/dockerd');
    expect(machine.files.get('/run/istio-pca-e2e/dockerd.pid')?.trim()).toBe(machine.files.get(pidFile));
  });

  test('for a run that needs no Docker installs the tools alone', async () => {
    const machine = machineIn({ installed: false });
    const { actions } = await bootstrapMachine({ machine, hostTools: [mmdebstrap], needsDocker: false });
    expect(actions).toEqual(['apt-get update', 'apt-get install mmdebstrap']);
    expect(machine.asked).toEqual([]);
    const ready = machineIn({ installed: false });
    expect(await bootstrapMachine({ machine: ready, needsDocker: false })).toEqual({ actions: [] });
    expect(ready.performed).toEqual([]);
  });

  test('a second time it does nothing', async () => {
    const machine = machineIn({ asksForAll: true, ...withoutSysResource });
    await bootstrap(machine);
    expect(await bootstrap(machine)).toEqual({ actions: [] });
  });

  test('installs the docker command too, where the distribution has it apart', async () => {
    const { actions } = await bootstrap(machineIn({ commandApart: true }));
    expect(actions).toContain('apt-get install docker.io docker-cli');
  });

  test('only starts a Docker that is installed and does not run', async () => {
    const { actions } = await bootstrap(machineIn({ installed: true }));
    expect(actions).toEqual(['start dockerd (log: /var/log/istio-pca-e2e-dockerd.log)']);
  });

  test('first makes room for containers where it runs in a container itself on cgroup v2', async () => {
    const files = {
      '/sys/fs/cgroup/cgroup.type': 'domain\n',
      '/sys/fs/cgroup/cgroup.procs': '1\n',
    };
    const kernelFile = (path: string, text: string, machine: FakeMachine) => {
      machine.files.set(path, text.replaceAll('+', ''));
      return undefined;
    };
    const machine = machineIn({ installed: true, files, kernelFile });
    const { actions } = await bootstrapMachine({ machine });
    expect(actions[0]).toBe('move the processes of /sys/fs/cgroup into its cgroup init (cgroup v2)');
    expect(actions[1]).toMatch(/^start dockerd/);
    expect(machine.performed.slice(0, 3)).toEqual([
      'mkdir -p /sys/fs/cgroup/init',
      '/sys/fs/cgroup/init/cgroup.procs = 1',
      '/sys/fs/cgroup/cgroup.subtree_control = +cpu +memory +pids',
    ]);
  });

  test('leaves starting to systemd where it runs', async () => {
    const machine = machineIn({ installed: true, systemd: true });
    expect((await bootstrap(machine)).actions).toEqual(['systemctl start docker']);
    expect(machine.performed[0]).toBe('systemctl start docker.service');
  });

  test('does not hand credentials of this run to the daemon', async () => {
    const machine = machineIn({
      installed: true,
      environment: { AWS_SECRET_ACCESS_KEY: 'secret', HTTPS_PROXY: 'http://proxy:3128' },
    });
    let env: Readonly<Record<string, string>> = {};
    const { startDetached } = machine;
    machine.startDetached = (file, args, options) => {
      env = options.env;
      return startDetached(file, args, options);
    };
    await bootstrap(machine);
    expect(Object.keys(env).sort()).toEqual(['HOME', 'HTTPS_PROXY', 'PATH']);
  });

  test('a dockerd that ends is reported at once, with its own last lines', async () => {
    const attempt = bootstrap(
      machineIn({ installed: true, dockerdFails: 'failed to mount overlay: invalid argument' }),
    );
    await expect(attempt).rejects.toThrow(ComponentError);
    await expect(attempt).rejects.toThrow('failed to mount overlay: invalid argument');
    await expect(attempt).rejects.not.toThrow('an earlier failure');
  });

  test('a dockerd that never answers is reported with what was seen and its log', async () => {
    const machine = machineIn({ installed: true });
    machine.startDetached = async () => {
      machine.living.add(5);
      return 5;
    };
    await expect(bootstrap(machine)).rejects.toThrow(
      "Waited 1 m 00 s for Docker's daemon to answer; kept seeing: no daemon",
    );
  });

  test('the plan of a dry run names the same actions and does none', async () => {
    const machine = machineIn({ asksForAll: true, ...withoutSysResource });
    const { actions } = await bootstrap(machine, { dryRun: true, hostTools: [mmdebstrap] });
    expect(actions).toEqual([
      'apt-get update',
      'apt-get install docker.io mmdebstrap',
      'start dockerd (log: /var/log/istio-pca-e2e-dockerd.log)',
      expect.stringContaining('if a privileged container does not start: install'),
    ]);
    expect(machine.performed).toEqual([]);
    expect(machine.asked.filter((line) => line.startsWith('docker run'))).toEqual([]);
  });

  test('an aborted signal ends it with its reason before anything is done', async () => {
    const reason = new Error('interrupted');
    const machine = machineIn({});
    await expect(bootstrapMachine({ machine, signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    expect(machine.performed).toEqual([]);
  });
});

describe('bootstrapMachine without CAP_SYS_RESOURCE', () => {
  test('gives a Docker that it started the runtime wrapper, once that proved necessary', async () => {
    const machine = machineIn({ installed: true, asksForAll: true, ...withoutSysResource });
    const { actions } = await bootstrap(machine);
    expect(actions.slice(1)).toEqual([expect.stringContaining(runtimePath), 'restart dockerd']);
    expect(JSON.parse(machine.files.get(daemonConfigPath) ?? '')).toMatchObject({ 'default-runtime': runtimeName });
    expect(machine.performed.slice(-4)).toEqual([
      `write ${daemonConfigPath}`,
      'terminate',
      'start /usr/bin/dockerd',
      'write /run/istio-pca-e2e/dockerd.pid',
    ]);
  });

  test('restarts through systemd where that runs', async () => {
    const machine = machineIn({ installed: true, asksForAll: true, systemd: true, ...withoutSysResource });
    await bootstrap(machine);
    expect(machine.performed.filter((what) => what.startsWith('systemctl'))).toEqual([
      'systemctl start docker.service',
      'systemctl restart docker.service',
    ]);
  });

  test('writes no configuration for a Docker that copes by itself', async () => {
    const machine = machineIn({ installed: true, asksForAll: false, ...withoutSysResource });
    await bootstrap(machine);
    expect(machine.files.has(daemonConfigPath)).toBe(false);
  });

  test('leaves a Docker alone that it did not start, and says exactly what to do', async () => {
    const machine = machineIn({ installed: true, running: true, asksForAll: true, ...withoutSysResource });
    const attempt = bootstrap(machine);
    await expect(attempt).rejects.toThrow(MachineError);
    await expect(attempt).rejects.toMatchObject({
      message: expect.stringContaining('unable to apply caps'),
      remedy: expect.stringMatching(/install -D -m 755 .*daemon\.json.*restart/s),
    });
    expect(machine.performed).toEqual([]);
  });

  test('does not stop containers that run in a Docker of its own', async () => {
    const machine = machineIn({ installed: true, asksForAll: true, runningContainers: 2, ...withoutSysResource });
    await expect(bootstrap(machine)).rejects.toMatchObject({ remedy: expect.stringContaining('Stop them') });
    expect(machine.files.has(daemonConfigPath)).toBe(false);
  });
});

describe('bootstrapMachine where it may not install', () => {
  test.each<{ name: string; situation: Situation; remedy: string }>([
    { name: 'an ordinary user on Debian', situation: { isRoot: false }, remedy: 'Run this as root' },
    {
      name: 'macOS',
      situation: { platform: 'darwin', files: { '/etc/os-release': undefined } },
      remedy: 'Docker Desktop',
    },
    { name: 'Fedora', situation: { files: { '/etc/os-release': 'ID=fedora\n' } }, remedy: 'dnf install' },
    { name: 'Alpine', situation: { files: { '/etc/os-release': 'ID=alpine\n' } }, remedy: 'apk add docker' },
  ])('$name: explains, with exit code 3', async ({ situation, remedy }) => {
    const machine = machineIn(situation);
    const attempt = bootstrap(machine);
    await expect(attempt).rejects.toThrow(MachineError);
    await expect(attempt).rejects.toMatchObject({ exitCode: 3, remedy: expect.stringContaining(remedy) });
    expect(machine.performed).toEqual([]);
  });

  test('missing tools are named with their purpose and how to get them', async () => {
    const machine = machineIn({ installed: true, running: true, isRoot: false });
    await expect(bootstrap(machine, { hostTools: [mmdebstrap] })).rejects.toMatchObject({
      message: expect.stringContaining('mmdebstrap (needed to build the node image)'),
      remedy: expect.stringContaining('apt-get install -y --no-install-recommends mmdebstrap'),
    });
  });

  test("a daemon of the user's own choice is not replaced by another", async () => {
    const machine = machineIn({
      installed: true,
      answer: (line) => (line.startsWith('docker context') ? exited('tcp://build:2375') : exited('', 1, 'refused')),
    });
    await expect(bootstrap(machine)).rejects.toMatchObject({ remedy: expect.stringContaining('unset DOCKER_HOST') });
    expect(machine.performed).toEqual([]);
  });
});

test('waits for another bootstrap of the same machine', async () => {
  const machine = machineIn({ installed: true });
  let tries = 0;
  const { tryLock } = machine;
  machine.tryLock = async (name) => (++tries < 3 ? undefined : tryLock(name));
  await bootstrap(machine);
  expect(tries).toBe(3);
});
