import { chmodSync, mkdtempSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Before the unit tests: gives them, and what they start, a temporary folder of their own. Its path is short: sockets of
 * Unix are in folders below it, and their paths have 107 bytes (unix(7)). As in a machine's own, every user may write there.
 */
export default function useOwnTemporaryFolder(): void {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'u-')));
  chmodSync(folder, 0o1777);
  process.env['TMPDIR'] = folder;
}
