import { describe, expect, test } from '@jest/globals';
import { parseDockerInfo } from './docker-info.ts';

/** Cut down from what a 28.2.2 client with a 20.10.24 daemon printed. */
const serverAnswer = {
  ServerVersion: '20.10.24+dfsg1',
  OperatingSystem: 'Debian GNU/Linux 12 (bookworm)',
  Architecture: 'x86_64',
  NCPU: 2,
  MemTotal: 25276518400,
  DockerRootDir: '/var/lib/docker',
  CgroupDriver: 'cgroupfs',
  CgroupVersion: '1',
  DefaultRuntime: 'runc',
  ContainersRunning: 3,
  SecurityOptions: ['name=seccomp,profile=default'],
  ClientInfo: { Version: '28.2.2' },
};

describe('parseDockerInfo', () => {
  test('reads what a kind cluster depends on', () => {
    expect(parseDockerInfo(JSON.stringify(serverAnswer))).toEqual({
      kind: 'docker',
      info: {
        serverVersion: '20.10.24+dfsg1',
        architecture: 'x86_64',
        operatingSystem: 'Debian GNU/Linux 12 (bookworm)',
        dataRoot: '/var/lib/docker',
        cgroupVersion: '1',
        cgroupDriver: 'cgroupfs',
        defaultRuntime: 'runc',
        isRootless: false,
        cores: 2,
        memoryBytes: 25276518400,
        runningContainers: 3,
      },
    });
  });

  test('sees a rootless daemon', () => {
    const rootless = {
      ...serverAnswer,
      SecurityOptions: ['name=seccomp,profile=builtin', 'name=rootless', 'name=cgroupns'],
    };
    expect(parseDockerInfo(JSON.stringify(rootless))).toMatchObject({ info: { isRootless: true } });
  });

  test('a client without a daemon says why it got no answer', () => {
    const reason = 'Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?';
    const clientOnly = { ServerVersion: '', ServerErrors: [reason], ClientInfo: { Version: '28.2.2' } };
    expect(parseDockerInfo(JSON.stringify(clientOnly))).toEqual({ kind: 'no-server', reason });
  });

  test.each(['', 'Cannot connect to the Docker daemon', 'null', '[]'])('output %p means no daemon', (output) => {
    expect(parseDockerInfo(output)).toEqual({ kind: 'no-server', reason: 'the Docker daemon gave no answer' });
  });

  test('podman is told by what only podman prints', () => {
    const podman = { host: { buildahVersion: '1.33.7', os: 'linux' }, store: {}, version: { Version: '4.9.4' } };
    expect(parseDockerInfo(JSON.stringify(podman))).toEqual({ kind: 'podman', version: '4.9.4' });
  });
});
