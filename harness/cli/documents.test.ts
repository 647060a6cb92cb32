import { describe, expect, test } from '@jest/globals';
import type { Command } from 'commander';
import { commandTable } from './command-table.ts';
import { buildWholeProgram } from './program.ts';
import { commandProblem, silentIo } from './testing/command-problem.ts';
import { distinctArguments, documentedCommands, documents, npmScripts } from './testing/documents.ts';
import { pcaE2e, startPcaE2e } from './testing/pca-e2e.ts';
import { shellCommands } from './testing/shell-commands.ts';

const processTimeoutMs = 30_000;

const written = documents.flatMap(documentedCommands);
const ofPca = distinctArguments(written);
const ofMock = ofPca.filter(({ args }) => args[0] === 'mock');

describe('commands in the documents', () => {
  test(
    'of this project are understood: each command, option and value is one that there is',
    async () => {
      const misunderstood: string[] = [];
      for (const { where, args } of ofPca.filter((each) => !ofMock.includes(each))) {
        const problem = await commandProblem(args);
        if (problem !== undefined) misunderstood.push(`${where}: ${problem}`);
      }
      expect(misunderstood).toEqual([]);
      expect(ofPca.length).toBeGreaterThan(50);
    },
    processTimeoutMs,
  );

  test.each([
    [['up', '--no-such-option'], "unknown option '--no-such-option'"],
    [['no-such-command'], 'unknown command'],
    [['artifacts', 'bild'], 'unknown command'],
    [['up', '--until', 'nowhere'], 'Allowed choices'],
    [['list', 'everything'], 'too many arguments'],
  ])(
    '%j would be noticed',
    async (args, problem) => {
      expect(await commandProblem(args)).toContain(problem);
    },
    processTimeoutMs,
  );

  test(
    'that the help gives as examples are understood too',
    async () => {
      const examples = await examplesOfHelp();
      const misunderstood: string[] = [];
      for (const words of examples) {
        const problem = await commandProblem(words.slice(1));
        if (problem !== undefined) misunderstood.push(`${words.join(' ')}: ${problem}`);
      }
      expect(misunderstood).toEqual([]);
      expect(examples.length).toBeGreaterThan(commandTable.length);
    },
    processTimeoutMs,
  );

  /** What looks at this project alone, makes nothing, and needs no Docker. */
  const isHarmless = (args: readonly string[]) =>
    args.includes('--dry-run')
      ? args[0] === 'up'
      : args[0] === 'completion' || args.includes('--list') || args.includes('--emit') || args.includes('--schema');
  // What goes on with a kept run, or compares with a saved report, needs that.
  const needsFile = (args: readonly string[]) => args.some((word) => ['--run-dir', '--baseline'].includes(word));

  test.concurrent.each(ofPca.filter(({ args }) => isHarmless(args) && !needsFile(args)))(
    '$where: run, and ends well',
    async ({ args }) => {
      const { exitCode, stdout, stderr } = await pcaE2e(args);
      expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
      expect(stdout).not.toBe('');
    },
    processTimeoutMs,
  );

  test.concurrent.each(ofMock)(
    '$where: serves until it is interrupted',
    async ({ args }) => {
      const mock = startPcaE2e(args.includes('--port') ? args : [...args, '--port', '0', '--admin-port', '0']);
      await mock.lineWith('"endpoint"');
      mock.kill('SIGTERM');
      expect(await mock.finished).toMatchObject({ exitCode: 0 });
    },
    processTimeoutMs,
  );

  test('of npm are scripts of this project', () => {
    const given = written.flatMap(({ words: [program, ...args] }) => (program === 'npm' ? [args] : []));
    const unknown = given.filter(([first = '', second = '']) => {
      if (first === 'ci' || first === 'test') return false;
      return !(first === 'run' && second in npmScripts);
    });
    expect(unknown).toEqual([]);
  });

  test('of others are of programs that are known', () => {
    const known = [
      ...[
        'aws',
        'base64',
        'chmod',
        'curl',
        'export',
        'gunzip',
        'istioctl',
        'jq',
        'kubectl',
        'npm',
        'openssl',
        'source',
        'sudo',
      ],
    ];
    const others = written
      .filter(({ pcaArguments }) => pcaArguments === undefined)
      .map(({ words: [program = ''] }) => program);
    expect([...new Set(others)].filter((program) => !known.includes(program))).toEqual([]);
  });
});

/** The examples in the help of every command; each is followed by what it is for, after two spaces or more. */
async function examplesOfHelp(): Promise<readonly (readonly string[])[]> {
  const program = await buildWholeProgram(silentIo());
  const leaves = (command: Command): readonly Command[] =>
    command.commands.length === 0 ? [command] : command.commands.flatMap(leaves);
  const helps = leaves(program).map((command) => {
    let text = '';
    command.configureOutput({ writeOut: (part) => (text += part) }).outputHelp();
    return text;
  });
  const lines = helps.flatMap((help) => help.match(/^ {2}(?:source <\()?pca-e2e .*$/gm) ?? []);
  return lines
    .flatMap((line) => shellCommands(line.trim().split(/ {2,}/)[0] ?? ''))
    .filter(([program]) => program === 'pca-e2e');
}
