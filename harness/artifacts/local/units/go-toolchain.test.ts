import { describe, expect, test } from '@jest/globals';
import { fakeCommands } from '../../testing/fake-commands.ts';
import { findGoToolchains } from './go-toolchain.ts';

const { signal } = new AbortController();

describe('choosing Go', () => {
  test('takes the installed one when it is new enough', async () => {
    const { run } = fakeCommands({ go: () => ({ stdout: 'go1.26.8\n' }) });
    const toolchains = await findGoToolchains(run, signal);
    expect(toolchains('1.26.6')).toMatchObject({ version: '1.26.8', needs: [] });
  });

  test.each([
    ['too old', fakeCommands({ go: () => ({ stdout: 'go1.19.8' }) })],
    ['missing', fakeCommands({})],
  ])('fetches one when the installed one is %s', async (_, { run }) => {
    const toolchains = await findGoToolchains(run, signal);
    expect(toolchains('1.26.6').needs.map((unit) => unit.title)).toEqual(['Go 1.27.3']);
  });

  test('what needs a newer one than is installed does not take the installed one from the rest', async () => {
    const toolchains = await findGoToolchains(fakeCommands({ go: () => ({ stdout: 'go1.26.8' }) }).run, signal);
    expect(['1.24.0', '1.27.3', '1.27.0'].map((wanted) => toolchains(wanted).version)).toEqual([
      '1.26.8',
      '1.27.3',
      '1.27.3',
    ]);
    expect(toolchains('1.27.3').needs).toEqual(toolchains('1.27.0').needs);
  });

  test('a go that fails is an error, not a missing one', async () => {
    const { run } = fakeCommands({ go: () => ({ exitCode: 1, stderr: 'bad GOENV' }) });
    await expect(findGoToolchains(run, signal)).rejects.toThrow('bad GOENV');
  });
});
