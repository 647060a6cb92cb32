import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { unless } from '../errors/error-code.ts';
import { UsageError } from '../errors/harness-error.ts';
import { isOwnFolder } from '../process/own-file.ts';
import { reportFiles } from './report-folder.ts';

const runsFolder = 'runs';
const absent = ['ENOENT', 'ENOTDIR'];

/**
 * The folder below `runs/` whose report was written last.
 *
 * @throws UsageError when there is none.
 */
export async function latestReportFolder(cwd: string): Promise<string> {
  const runs = join(cwd, runsFolder);
  const names = await unless(absent, readdir(runs));
  const dated = await Promise.all(
    (names ?? [])
      .filter((name) => isOwnFolder(join(runs, name)))
      .map(async (name) => {
        const files = reportFiles.map((file) => unless(absent, stat(join(runs, name, file))));
        const writtenAtMs = Math.max(...(await Promise.all(files)).map((file) => file?.mtimeMs ?? 0));
        return { folder: join(runs, name), writtenAtMs };
      }),
  );
  const [latest] = dated
    .filter(({ writtenAtMs }) => writtenAtMs > 0)
    .sort((one, other) => other.writtenAtMs - one.writtenAtMs);
  if (latest) return latest.folder;
  throw new UsageError(`There is no report in ${runs}`, { remedy: 'Give the folder of a run with --run-dir.' });
}
