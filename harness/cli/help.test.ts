import { describe, expect, test } from '@jest/globals';
import type { Command } from 'commander';
import { commandTable } from './command-table.ts';
import { systemIo } from './io.ts';
import { buildWholeProgram } from './program.ts';

const program = await buildWholeProgram(systemIo());
const handedOver = new Set(commandTable.filter(({ hasOwnCommandLine }) => hasOwnCommandLine).map(({ name }) => name));

const leaves = (command: Command, path: readonly string[]): readonly (readonly [string, Command])[] =>
  command.commands.length === 0
    ? [[path.join(' '), command]]
    : command.commands.flatMap((sub) => leaves(sub, [...path, sub.name()]));
const commands = leaves(program, []).filter(([name]) => !handedOver.has(name));

function helpOf(command: Command): string {
  let text = '';
  command.configureOutput({ writeOut: (part) => (text += part), getOutHelpWidth: () => 80 }).outputHelp();
  return text;
}

describe('help of every command', () => {
  test.each(commands)('%s: what it does, examples, and options that are described', (name, command) => {
    const help = helpOf(command);
    expect(command.description()).not.toBe('');
    expect(help).toMatch(/Examples?:/);
    expect(help).toContain(`pca-e2e ${name}`);
    expect(command.options.filter(({ description }) => description === '')).toEqual([]);
  });
});
