import { readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';

/**
 * After the unit tests: removes their temporary folder.
 *
 * @throws Error naming what tests have left in it: each removes what it makes.
 */
export default function refuseWhatIsLeft(): void {
  const folder = tmpdir();
  const left = readdirSync(folder).sort();
  rmSync(folder, { recursive: true });
  if (left.length > 0) throw new Error(`Unit tests have left ${left.length} files in ${folder}: ${left.join(', ')}`);
}
