import { chmod, chown, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ComponentError, MachineError } from '../../errors/harness-error.ts';
import type { Progress } from '../progress.ts';
import { fakeCommands } from '../testing/fake-commands.ts';
import { fakeUnit } from '../testing/fake-unit.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { buildUnits } from './build-units.ts';
import type { Unit } from './unit.ts';
import { UnitStore } from './unit-store.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let progress: Progress[];

beforeEach(async () => {
  folder = await temporaryFolder();
  progress = [];
});
afterEach(async () => {
  await folder[Symbol.asyncDispose]();
});

const commands = fakeCommands({
  maker: () => ({ exitCode: 2, stderr: 'cannot find flour\ncannot bake' }),
});

function build(
  units: readonly Unit[],
  options: { signal?: AbortSignal; concurrentUnits?: number } = {},
): Promise<void> {
  return buildUnits(units, {
    store: store(),
    signal: new AbortController().signal,
    onProgress: (event) => progress.push(event),
    runCommand: commands.run,
    ...options,
  });
}

/** A store of its own for every build, as every run has one. */
const store = () => new UnitStore(folder.path);
const outcomes = () => progress.flatMap((event) => (event.kind === 'ended' ? [`${event.unit} ${event.outcome}`] : []));
const lines = () => progress.flatMap((event) => (event.kind === 'line' ? [event.text] : []));

const advised = fakeUnit('advised', {
  build: async () => {
    throw new ComponentError('status 429', { remedy: 'Log in.' });
  },
});

test('what a failure says to do is kept, before where its log is', async () => {
  await expect(build([advised])).rejects.toMatchObject({
    remedy: expect.stringMatching(/^Log in\. The whole output is in/),
  });
});

describe('building units', () => {
  test('a second build builds nothing', async () => {
    const flour = fakeUnit('flour');
    const bread = fakeUnit('bread', { needs: [flour] });
    await build([bread]);
    progress = [];
    await build([bread]);
    expect({ flour: flour.built(), bread: bread.built(), outcomes: outcomes() }).toEqual({
      flour: 1,
      bread: 1,
      outcomes: ['flour cached', 'bread cached'],
    });
  });

  test('nothing is taken from a cache that others may write', async () => {
    const bread = fakeUnit('bread');
    await build([bread]);
    await chmod(store().entriesFolder, 0o777);
    await expect(build([bread])).rejects.toThrow(/entries can be written by other users: its mode is 777/);
  });

  const whereOwnersCanBeChanged = process.getuid?.() === 0 ? test : test.skip;

  whereOwnersCanBeChanged(
    'what another user has put into the cache is built again (skipped where the user is not root, who alone may give files away)',
    async () => {
      const bread = fakeUnit('bread');
      await build([bread]);
      await chown(store().entryOf(bread), 65_534, 65_534);
      await build([bread]);
      expect(bread.built()).toBe(2);
      expect(lines()).toContain('the cached bread cannot be used: another user made it; building it again');
    },
  );

  test('a unit finds the outputs of what it needs', async () => {
    const flour = fakeUnit('flour');
    const bread = fakeUnit('bread', {
      needs: [flour],
      build: async (work) =>
        writeFile(join(work.output, 'result'), `${await readFile(join(work.outputOf(flour), 'result'), 'utf8')} baked`),
    });
    await build([bread]);
    await expect(readFile(join(store().entryOf(bread), 'result'), 'utf8')).resolves.toBe('flour baked');
  });

  test('a unit that uses what it did not name in needs fails, before it can be cached under a wrong key', async () => {
    const flour = fakeUnit('flour');
    const bread = fakeUnit('bread', {
      async build(work) {
        work.outputOf(flour);
      },
    });
    await expect(build([flour, bread])).rejects.toThrow('bread uses flour without naming it in needs');
  });

  test('other inputs of a need lead to another key, and a new build', async () => {
    await build([fakeUnit('bread', { needs: [fakeUnit('flour', { inputs: { type: 405 } })] })]);
    const second = fakeUnit('bread', { needs: [fakeUnit('flour', { inputs: { type: 550 } })] });
    await build([second]);
    expect(second.built()).toBe(1);
  });

  test.each([
    ['truncated', (file: string) => truncate(file, 1), 'result has 1 bytes instead of 5'],
    ['changed', (file: string) => writeFile(file, 'sand!'), 'result was changed'],
    ['removed', (file: string) => rm(file), 'result is gone'],
  ])('an entry with a %s file is built again, and the progress says so', async (_, damage, problem) => {
    const bread = fakeUnit('bread');
    await build([bread]);
    await damage(join(store().entryOf(bread), 'result'));
    await build([bread]);
    expect(bread.built()).toBe(2);
    expect(lines()).toContain(`the cached bread cannot be used: ${problem}; building it again`);
    await expect(readFile(join(store().entryOf(bread), 'result'), 'utf8')).resolves.toBe('bread');
  });

  test('an entry whose manifest is missing or not JSON is built again', async () => {
    const bread = fakeUnit('bread');
    await build([bread]);
    await rm(join(store().entryOf(bread), 'manifest.json'));
    await build([bread]);
    await writeFile(join(store().entryOf(bread), 'manifest.json'), '{"unit":');
    await build([bread]);
    expect(bread.built()).toBe(3);
    expect(lines()).toEqual([expect.stringContaining('it has no manifest'), expect.stringContaining('not JSON')]);
  });

  test('an image that Docker lost is made again, and only that', async () => {
    let images = 0;
    const flour = fakeUnit('flour');
    const picture = fakeUnit('picture', { needs: [flour], stillThere: async () => ++images > 2 });
    await build([picture]);
    await build([picture]);
    expect({ flour: flour.built(), picture: picture.built() }).toEqual({ flour: 1, picture: 2 });
    expect(lines()).toContain('the cached picture cannot be used: Docker has lost its image; building it again');
  });

  test('what a killed build left is no result', async () => {
    const bread = fakeUnit('bread');
    const { output } = await store().openWorkshop(bread);
    await writeFile(join(output, 'result'), 'half a loaf');
    await build([bread]);
    await expect(readFile(join(store().entryOf(bread), 'result'), 'utf8')).resolves.toBe('bread');
  });

  test('a failed program: the error has its last lines and the place of the log; finished units are kept', async () => {
    const flour = fakeUnit('flour');
    const bread = fakeUnit('bread', {
      needs: [flour],
      build: async (work) => {
        await work.run('maker', ['bread']);
      },
    });
    const failure = await build([bread]).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ComponentError);
    expect(failure).toMatchObject({
      message: expect.stringMatching(/^Building bread 1 failed: maker bread failed with exit code 2\n.*cannot bake$/s),
      remedy: expect.stringContaining(join(folder.path, 'logs', 'bread-')),
    });
    await expect(readFile(store().logOf(store().nameOf(bread)), 'utf8')).resolves.toBe(
      '$ maker bread\ncannot find flour\ncannot bake\n',
    );
    await expect(build([bread])).rejects.toThrow(ComponentError);
    expect(flour.built()).toBe(1);
  });

  test("a missing program is the machine's fault, and the remedy names the package", async () => {
    const root = fakeUnit('root', {
      build: async (work) => {
        await work.run('mmdebstrap', ['bookworm']);
      },
    });
    const failure = await build([root]).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(MachineError);
    expect(failure).toMatchObject({
      message: 'Building root 1 failed: mmdebstrap bookworm was not found',
      remedy: 'Install it (Debian package mmdebstrap), or let pca-e2e bootstrap do so.',
    });
  });

  test('runs as many units side by side as told', async () => {
    const twoAtOnce = Promise.withResolvers<void>();
    let running = 0;
    let most = 0;
    const slow = (id: string) =>
      fakeUnit(id, {
        async build() {
          most = Math.max(most, ++running);
          if (running === 2) twoAtOnce.resolve();
          await twoAtOnce.promise;
          running -= 1;
        },
      });
    await build([slow('a'), slow('b'), slow('c'), slow('d')], { concurrentUnits: 2 });
    expect(most).toBe(2);
  });

  test('begins with what is named first, and with what that needs', async () => {
    const order: string[] = [];
    const noted = (id: string, needs: readonly Unit[] = []) =>
      fakeUnit(id, {
        needs,
        async build() {
          order.push(id);
        },
      });
    await build([noted('bread', [noted('flour')]), noted('cake')], { concurrentUnits: 1 });
    expect(order).toEqual(['flour', 'bread', 'cake']);
  });

  test('a failure ends what else is under way, and is what is thrown', async () => {
    let ended = false;
    const endless = fakeUnit('endless', {
      build: (work) =>
        new Promise((_, reject) => {
          work.signal.addEventListener('abort', () => {
            ended = true;
            reject(work.signal.reason);
          });
        }),
    });
    const broken = fakeUnit('broken', {
      async build() {
        throw new Error('no oven');
      },
    });
    await expect(build([endless, broken])).rejects.toThrow('Building broken 1 failed: no oven');
    expect(ended).toBe(true);
  });

  test('an interruption is thrown as it is, and leaves no half entry', async () => {
    const interrupt = new AbortController();
    const reason = new Error('Ctrl-C');
    const bread = fakeUnit('bread', {
      async build(work) {
        await writeFile(join(work.output, 'result'), 'half a loaf');
        interrupt.abort(reason);
        work.signal.throwIfAborted();
      },
    });
    await expect(build([bread], { signal: interrupt.signal })).rejects.toBe(reason);
    await expect(store().check(bread)).resolves.toEqual({ state: 'missing' });
  });
});
