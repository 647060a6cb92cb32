import { describe, expect, test } from '@jest/globals';
import { fakeCommands } from '../testing/fake-commands.ts';
import { chooseGoToolchain } from './go-toolchain.ts';

const { signal } = new AbortController();

describe('choosing Go', () => {
  test('takes the installed one when it is new enough', async () => {
    const { run } = fakeCommands({ go: () => ({ stdout: 'go1.26.8\n' }) });
    await expect(chooseGoToolchain('1.26.6', run, signal)).resolves.toMatchObject({ version: '1.26.8', needs: [] });
  });

  test.each([
    ['too old', fakeCommands({ go: () => ({ stdout: 'go1.19.8' }) })],
    ['missing', fakeCommands({})],
  ])('fetches one when the installed one is %s', async (_, { run }) => {
    const go = await chooseGoToolchain('1.26.6', run, signal);
    expect(go.needs.map((unit) => unit.title)).toEqual(['Go 1.27.3']);
  });

  test('a go that fails is an error, not a missing one', async () => {
    const { run } = fakeCommands({ go: () => ({ exitCode: 1, stderr: 'bad GOENV' }) });
    await expect(chooseGoToolchain('1.26.6', run, signal)).rejects.toThrow('bad GOENV');
  });
});
