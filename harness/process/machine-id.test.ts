import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { machineId } from './machine-id.ts';
import { runCommand } from './run-command.ts';

let home: string;
let file: string;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'machine-id-'));
  file = join(home, 'istio-pca-e2e', 'machine-id');
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const module = new URL('./machine-id.ts', import.meta.url).href;
/** As another process sees it. */
const elsewhere = async () => {
  const program = `import { machineId } from '${module}'; process.stdout.write(machineId());`;
  const args = ['--input-type=module', '--disable-warning=ExperimentalWarning', '--eval', program];
  return (await runCommand(process.execPath, args, { env: { XDG_STATE_HOME: home } })).stdout;
};

describe('the id of a machine', () => {
  test('is made once, for the eyes of its user alone', async () => {
    const [one, other] = await Promise.all([elsewhere(), elsewhere()]);
    expect(one).toMatch(/^[0-9a-f]{24}$/);
    expect(other).toBe(one);
    expect(machineId({ XDG_STATE_HOME: home })).toBe(one);
    expect(readFileSync(file, 'utf8')).toBe(`${one}\n`);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(join(home, 'istio-pca-e2e'))).toEqual(['machine-id']);
  });

  test('is not taken from a file that others may write, nor from one that holds something else', async () => {
    await elsewhere();
    chmodSync(file, 0o666);
    expect(await elsewhere()).toBe('');
    chmodSync(file, 0o600);
    writeFileSync(file, 'a name\n');
    expect(await elsewhere()).toBe('');
  });

  test('is empty where it cannot be kept', () => {
    writeFileSync(join(home, 'file'), '');
    expect(machineId({ XDG_STATE_HOME: join(home, 'file') })).toBe('');
  });
});
