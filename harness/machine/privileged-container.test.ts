import { describe, expect, test } from '@jest/globals';
import { ownerLabel } from '../clusters/ownership.ts';
import { exited, fakeMachine } from './fake-machine.ts';
import { privilegedContainerStarts, probeLabel } from './privileged-container.ts';

const failing = (subcommand: string, stderr: string) =>
  fakeMachine({ answer: (line) => (line.startsWith(`docker ${subcommand} `) ? exited('', 125, stderr) : undefined) });

describe('privilegedContainerStarts', () => {
  test('labels the image and the container, and removes both', async () => {
    const machine = fakeMachine();
    expect(await privilegedContainerStarts(machine, 'x86_64')).toEqual({ outcome: 'starts' });
    const [imported = '', started = '', ...removed] = machine.asked;
    expect(imported).toContain(`docker import --change LABEL ${probeLabel}`);
    expect(started).toContain(`--label ${probeLabel} --label ${ownerLabel}=`);
    const name = imported.split(' ').at(-1);
    expect(removed).toEqual([`docker rm --force --volumes ${name}`, `docker rmi --force ${name}`]);
  });

  test('names the reason without what Docker puts around it, and removes everything all the same', async () => {
    const machine = failing('run', 'docker: Error response from daemon: unable to apply caps.\nSee docker run --help.');
    expect(await privilegedContainerStarts(machine, 'x86_64')).toEqual({
      outcome: 'fails',
      reason: 'unable to apply caps.',
    });
    expect(machine.asked.filter((line) => line.startsWith('docker rm'))).toHaveLength(2);
  });

  test('starts nothing when the image cannot be imported', async () => {
    const machine = failing('import', 'Error response from daemon: no space left on device');
    expect(await privilegedContainerStarts(machine, 'x86_64')).toEqual({
      outcome: 'fails',
      reason: 'docker import: no space left on device',
    });
    expect(machine.asked).toHaveLength(1);
  });

  test('tries nothing on a processor it has no program for', async () => {
    const machine = fakeMachine();
    expect(await privilegedContainerStarts(machine, 'riscv64')).toMatchObject({ outcome: 'unknown' });
    expect(machine.asked).toEqual([]);
  });
});
