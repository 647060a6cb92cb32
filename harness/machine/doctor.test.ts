import { describe, expect, test } from '@jest/globals';
import { examineMachine, machineChecks } from './doctor.ts';
import { commandMissing, type FakeMachineOptions, fakeMachine } from './fake-machine.ts';

const examine = (machine: FakeMachineOptions = {}) =>
  examineMachine({
    probe: fakeMachine(machine),
    cacheFolder: '/home/user/.cache/istio-pca-e2e',
    buildsArtifacts: true,
    hostPorts: [8080],
    clusterNetworks: [{ name: 'pod', cidr: '10.244.0.0/16' }],
    hostTools: [{ command: 'docker', debianPackage: 'docker-cli', why: 'talk to Docker' }],
  });

describe('examineMachine', () => {
  test('a healthy machine is fit, and every check has its say', async () => {
    const { verdict, findings } = await examine();
    expect(verdict).toBe('fit');
    expect(findings.map(({ id }) => id)).toEqual(machineChecks.map(({ id }) => id));
  });

  test('one warning makes it fit with warnings, one fatal finding unfit', async () => {
    const warned = await examine({ files: { '/proc/sys/fs/inotify/max_user_instances': '128\n' } });
    const broken = await examine({ answer: (line) => (line.startsWith('docker') ? commandMissing : undefined) });
    expect([warned.verdict, broken.verdict]).toEqual(['fit-with-warnings', 'unfit']);
  });

  test('whatever is not ok comes with a remedy', async () => {
    const { findings } = await examine({ platform: 'freebsd', logicalCores: 1, answer: () => commandMissing });
    const bad = findings.filter(({ severity }) => severity !== 'ok');
    expect(bad.length).toBeGreaterThanOrEqual(3);
    expect(bad.filter(({ remedy = '' }) => remedy.length < 10)).toEqual([]);
  });

  test('a check that breaks becomes a warning of its own and hides no other finding', async () => {
    const probe = fakeMachine();
    probe.portState = async () => {
      throw new Error('EMFILE: too many open files');
    };
    const { findings, verdict } = await examineMachine({
      probe,
      cacheFolder: '/cache',
      buildsArtifacts: false,
      hostPorts: [8080],
      clusterNetworks: [],
      hostTools: [],
    });
    const broken = findings.find(({ id }) => id === 'host-ports');
    expect(broken).toMatchObject({ severity: 'warning', observed: expect.stringContaining('EMFILE') });
    expect(findings.find(({ id }) => id === 'docker')?.severity).toBe('ok');
    expect(verdict).toBe('fit-with-warnings');
  });

  test('of a run that needs no Docker it asks Docker nothing, and nothing of a machine that carries a mesh', async () => {
    const probe = fakeMachine({
      ...{ logicalCores: 1, answer: () => commandMissing },
      files: { '/proc/meminfo': 'MemTotal: 1000000 kB\nMemAvailable: 524288 kB\n' },
      fileSystems: { '/cache': { totalBytes: 2 ** 40, availableBytes: 2 ** 30, device: 1 } },
    });
    const { verdict, findings } = await examineMachine({
      ...{ probe, cacheFolder: '/cache', buildsArtifacts: false, hostPorts: [], clusterNetworks: [] },
      ...{ hostTools: [], needsDocker: false, makesNode: false },
    });
    expect(verdict).toBe('fit');
    expect(findings.map(({ id }) => id)).toEqual(['operating-system', 'disk']);
    expect(findings.find(({ id }) => id === 'disk')?.observed).toContain('at /cache');
    expect(probe.asked).toEqual([]);
  });

  test('of a run in a cluster that is there it asks Docker, and not what a node would take', async () => {
    const { findings } = await examineMachine({
      ...{ probe: fakeMachine(), cacheFolder: '/cache', buildsArtifacts: false, hostPorts: [], hostTools: [] },
      ...{ clusterNetworks: [{ name: 'pod', cidr: '10.244.0.0/16' }], makesNode: false },
    });
    expect(findings.map(({ id }) => id)).toEqual(['operating-system', 'cores', 'memory', 'disk', 'docker']);
  });

  test('an aborted signal ends it with its reason', async () => {
    const reason = new Error('interrupted');
    const examination = examineMachine({
      probe: fakeMachine(),
      signal: AbortSignal.abort(reason),
      cacheFolder: '/cache',
      buildsArtifacts: false,
      hostPorts: [],
      clusterNetworks: [],
      hostTools: [],
    });
    await expect(examination).rejects.toBe(reason);
  });
});
