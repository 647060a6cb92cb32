import { expect, test } from '@jest/globals';
import { Command } from 'commander';
import { givenArguments } from './given-arguments.ts';

const given = (args: readonly string[], omitted: readonly string[] = []) => {
  const command = new Command('matrix')
    .option('--issuer <versions>', '', '1.11.0')
    .option('--pairwise', '', false)
    .option('--ca-depth <n>', '', Number, 2)
    .option('--exclude <versions>', '', (text, before: readonly string[]) => [...before, text], [])
    .option('--mirror <host=url>', '', (text) => Object.fromEntries([text.split('=')]))
    .option('--artifacts <source>', '')
    .option('--run-dir <dir>', '');
  command.parse(args, { from: 'user' });
  command.setOptionValueWithSource('artifacts', 'local', 'implied');
  return givenArguments(command, omitted);
};

test('what was given is given again, and nothing that was left at its default or follows from something else', () => {
  const args = ['--issuer', '1.11.0,1.12.0', '--pairwise', '--ca-depth', '3'];
  const more = ['--exclude', 'istio=1.30', '--exclude', 'istio=1.31', '--mirror', 'docker.io=https://harbor.example'];
  expect(given([...args, ...more])).toEqual([...args, ...more]);
  expect(given([])).toEqual([]);
});

test('what is left out on purpose is not', () => {
  expect(given(['--run-dir', 'out', '--issuer', '1.12.0'], ['--run-dir'])).toEqual(['--issuer', '1.12.0']);
});
