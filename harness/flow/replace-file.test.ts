import { readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { MachineError } from '../errors/harness-error.ts';
import { testFolder } from '../testing/test-folder.ts';
import { draftOf, replaceFile } from './replace-file.ts';

test('a file that finds no room stays as it was, and the error names it', async () => {
  const folder = testFolder();
  const path = join(folder, 'state.json');
  writeFileSync(path, 'before');
  // Writing to it fails with ENOSPC (full(4)).
  symlinkSync('/dev/full', draftOf(path));
  const error = await replaceFile(path, 'after').catch((each: unknown) => each);
  expect(error).toBeInstanceOf(MachineError);
  expect(error).toMatchObject({
    message: `${path} could not be written`,
    cause: { code: 'ENOSPC' },
    remedy: 'Make room, or give another folder with --run-dir.',
  });
  expect(readFileSync(path, 'utf8')).toBe('before');
  expect(readdirSync(folder)).toEqual(['state.json']);
});
