import { chmodSync, mkdtempSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Before the unit tests: gives them, and what they start, a temporary folder of their own. Its path is short: sockets of
 * Unix are in folders below it, and their paths have 107 bytes (unix(7)). As in a machine's own, every user may write there.
 */
export default function useOwnTemporaryFolder(): void {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'u-')));
  chmodSync(folder, 0o1777);
  process.env['TMPDIR'] = folder;
  // npm keeps what it has compiled in the temporary folder unless told where; and a program that tests start a hundred
  // times takes half as long when it is compiled once.
  process.env['NODE_COMPILE_CACHE'] = compileCache;
}

const compileCache = fileURLToPath(new URL('../../node_modules/.cache/node-compile', import.meta.url));
