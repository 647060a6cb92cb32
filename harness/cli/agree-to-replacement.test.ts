import { PassThrough } from 'node:stream';
import { describe, expect, test } from '@jest/globals';
import { exitCode } from '../errors/exit-code.ts';
import { defaultRunOptions, type Run } from '../flow/run.ts';
import { agreeToReplacement } from './agree-to-replacement.ts';

type Choice = 'refuse' | 'use' | 'replace';

const run = (onExisting: Choice, agreed?: readonly string[]): Run => ({
  id: 'r1',
  folder: '/nowhere',
  options: {
    ...defaultRunOptions,
    provider: 'existing',
    existingCluster: { context: 'team', kubeconfigFiles: [], onExisting, ...(agreed === undefined ? {} : { agreed }) },
  },
});

interface Asked {
  readonly onExisting?: Choice;
  /** What a kept run has been agreed to. */
  readonly agreed?: readonly string[];
  readonly installations?: readonly string[];
  readonly accepted?: boolean;
  /** What the user types; undefined where there is no terminal. */
  readonly types?: string;
}

async function ask(asked: Asked) {
  const { onExisting = 'replace', installations = ['Istio  here'], accepted = false, types } = asked;
  const stream = () => Object.assign(new PassThrough(), { isTTY: types !== undefined });
  const [input, output] = [stream(), stream()];
  if (types !== undefined) input.end(types);
  const { signal } = new AbortController();
  const look = () => Promise.resolve({ installations, objectCount: 3 });
  const agreed = await agreeToReplacement(
    { run: run(onExisting, asked.agreed), accepted, input, output, signal },
    look,
  );
  return { agreed: agreed.options.existingCluster?.agreed, shown: String(output.read() ?? '') };
}

describe('before a run replaces what is installed in a cluster', () => {
  test.each(['refuse', 'use'] as const)('nothing is asked of one that may only %s', async (onExisting) => {
    expect(await ask({ onExisting })).toEqual({ agreed: undefined, shown: '' });
  });

  test('nothing is asked again of a kept run', async () => {
    expect(await ask({ agreed: ['Istio  there'] })).toEqual({ agreed: ['Istio  there'], shown: '' });
  });

  test('nothing is asked where nothing is installed', async () => {
    expect(await ask({ installations: [] })).toEqual({ agreed: undefined, shown: '' });
  });

  test('a yes goes on with what was shown, and with that alone', async () => {
    const { agreed, shown } = await ask({ types: 'y\n' });
    expect(agreed).toEqual(['Istio  here']);
    expect(shown).toMatch(
      /context team the run would replace:\n {2}Istio {2}here\nOf their 3 objects .*Go on\? \[y\/N\]/s,
    );
  });

  test.each(['n\n', '\n', ''])('%j changes nothing', async (types) => {
    await expect(ask({ types })).rejects.toMatchObject({
      exitCode: exitCode.usage,
      message: 'Not agreed: nothing was changed',
    });
  });

  test('without a terminal, --accept-replacement says yes', async () => {
    expect((await ask({ accepted: true })).agreed).toEqual(['Istio  here']);
    await expect(ask({})).rejects.toMatchObject({ remedy: expect.stringContaining('--accept-replacement') });
  });
});
