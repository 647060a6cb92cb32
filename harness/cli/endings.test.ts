import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, describe, expect, test } from '@jest/globals';
import { quoteCommand } from '../process/quote-command.ts';
import { byStarter, oldNode, type StartOptions, startUndoneProgram } from './testing/ending.ts';

const folder = mkdtempSync(join(tmpdir(), 'endings-'));
const timeoutMs = 60_000;
let count = 0;

afterAll(() => rmSync(folder, { recursive: true }));

function start(options: Omit<StartOptions, 'journal'> = {}) {
  count += 1;
  return startUndoneProgram({ journal: join(folder, `${count}.txt`), cwd: folder, ...options });
}

const direct = (command: readonly string[]) => command;
const starters = [
  ['no starter', direct],
  [
    `a starter in front (${oldNode === undefined ? 'on no older Node.js: none is on PATH' : 'on an older Node.js'})`,
    byStarter,
  ],
] as const;
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

const pidOf = ({ pid }: ChildProcess) => pid as number;
const send = {
  'the process': (child: ChildProcess, name: NodeJS.Signals) => child.kill(name),
  'its group': (child: ChildProcess, name: NodeJS.Signals) => process.kill(-pidOf(child), name),
  // As `timeout` does.
  both: (child: ChildProcess, name: NodeJS.Signals) => child.kill(name) && process.kill(-pidOf(child), name),
} as const;

describe.each(starters)('with %s', (_name, by) => {
  test.each(signals)(
    '%s to the process, to its group and to both is one interruption: undone, 130',
    async (name) => {
      const endings = Object.entries(send).map(async ([to, kill]) => {
        const program = await start({ by });
        kill(program.child, name);
        return { to, code: await program.ended(), noted: (await program.noted(/undone/)).split('\n').slice(1, 3) };
      });
      const undone = { code: 130, noted: ['undoing', 'undone'] };
      expect(await Promise.all(endings)).toEqual(Object.keys(send).map((to) => ({ to, ...undone })));
    },
    timeoutMs,
  );

  test(
    'a second Ctrl-C ends it, and says what to run for what is left',
    async () => {
      const program = await start({ by, undoMs: 30_000 });
      send['its group'](program.child, 'SIGINT');
      await program.noted(/undoing/);
      // What comes within a second belongs to the first.
      await setTimeout(1_100);
      send['its group'](program.child, 'SIGINT');
      expect(await program.ended()).toBe(130);
      expect(program.printed()).toContain('Interrupted (SIGINT): undoing. A second Ctrl-C leaves it as it is.\n');
      expect(program.printed()).toContain('Left as it is. To remove it: remove-it\n');
      expect(await program.noted(/undoing/)).not.toContain('undone');
    },
    timeoutMs,
  );

  test(
    'a job that GitHub cancels (SIGINT, then SIGTERM) is undone',
    async () => {
      const program = await start({ by, undoMs: 2_000 });
      send['the process'](program.child, 'SIGINT');
      await program.noted(/undoing/);
      await setTimeout(1_100);
      send['the process'](program.child, 'SIGTERM');
      expect(await program.ended()).toBe(130);
      await program.noted(/undone/);
    },
    timeoutMs,
  );

  test.each(['stdout', 'stderr'] as const)(
    '%s whose reader has gone is an interruption',
    async (stream) => {
      const program = await start({ by });
      program.child[stream]?.destroy();
      expect(await program.ended()).toBe(130);
      await program.noted(/undone/);
    },
    timeoutMs,
  );

  test(
    'it is undone when npm, which started it, is killed',
    async () => {
      const scripts = (command: readonly string[]) => {
        const project = mkdtempSync(join(folder, 'npm-'));
        writeFileSync(join(project, 'package.json'), JSON.stringify({ scripts: { work: quoteCommand(by(command)) } }));
        return ['npm', '--prefix', project, 'run', 'work'];
      };
      const program = await start({ by: scripts });
      program.child.kill('SIGKILL');
      await program.noted(/undone/);
    },
    timeoutMs,
  );

  test(
    'it is undone when its terminal is closed',
    async () => {
      // script(1) holds the other end of the terminal: killed, it closes it.
      const program = await start({
        by: (command) => ['script', '--quiet', '--command', quoteCommand(by(command)), '/dev/null'],
      });
      program.child.kill('SIGKILL');
      await program.noted(/undone/);
    },
    timeoutMs,
  );

  test(
    'it keeps running in the background: without input, its shell gone, and by nohup without its terminal',
    async () => {
      const log = join(folder, `${count}.log`);
      const background = (command: readonly string[]) => [
        'bash',
        '-c',
        `nohup ${quoteCommand(by(command))} </dev/null >${log} 2>&1 & echo`,
      ];
      const program = await start({ by: background, detached: false });
      const pid = Number(/^working (\d+)/.exec(await program.noted(/working/))?.[1]);
      await program.ended();
      process.kill(pid, 'SIGHUP');
      await setTimeout(1_500);
      expect(() => process.kill(pid, 0)).not.toThrow();
      process.kill(pid, 'SIGTERM');
      expect(await program.noted(/undone/)).toMatch(/^working \d+\nundoing\nundone\n$/);
    },
    timeoutMs,
  );
});

test(
  'it is undone when its starter is killed',
  async () => {
    const program = await start({ by: byStarter });
    program.child.kill('SIGKILL');
    await program.noted(/undone/);
  },
  timeoutMs,
);

test(
  'an error that nothing catches is printed, and what was made is undone: exit code 4',
  async () => {
    const program = await start({ mode: 'throws' });
    expect(await program.ended()).toBe(4);
    await program.noted(/undone/);
    expect(program.printed()).toMatch(/Error: nothing catches this\n +at /);
  },
  timeoutMs,
);
