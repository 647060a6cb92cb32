import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from '@jest/globals';
import { endProcessesOfRun, processesOfRun, runVariable } from './marked-processes.ts';

const processTimeoutMs = 30_000;
const onLinux = process.platform === 'linux' ? test : test.skip;

onLinux(
  'what a run started is found by its mark and ended, with what that started; nothing else is (proc(5))',
  async () => {
    const sleeper = "setInterval(() => {}, 1000); console.log('up');";
    const parent = `require('child_process').spawn(process.execPath, ['-e', ${JSON.stringify(sleeper)}], { stdio: 'inherit' });`;
    const start = (runId: string) =>
      spawn(process.execPath, ['-e', parent + sleeper], {
        env: { ...process.env, [runVariable]: runId },
        stdio: ['ignore', 'pipe', 'inherit'],
      });
    const [ours, others] = [start('marked-one'), start('marked-other')];
    try {
      await Promise.all([twoLines(ours.stdout), twoLines(others.stdout)]);
      const found = await processesOfRun('marked-one');
      expect(found).toHaveLength(2);
      expect(found).toContain(ours.pid);
      expect([...(await endProcessesOfRun('marked-one'))].sort()).toEqual([...found].sort());
      expect(await processesOfRun('marked-one')).toEqual([]);
      expect(await processesOfRun('marked-other')).toHaveLength(2);
    } finally {
      await endProcessesOfRun('marked-other');
    }
  },
  processTimeoutMs,
);

/** Both the process and its child are up. */
async function twoLines(stream: NodeJS.ReadableStream): Promise<void> {
  let text = '';
  while (text.split('\n').length < 3) text += String((await once(stream, 'data'))[0]);
}
