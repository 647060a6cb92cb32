import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * A virtual environment with the packages of a requirements file, made on first use and kept in the cache folder, outside the
 * repository: the clients that judge the mock come from PyPI, as their users get them.
 *
 * @returns the folder of its programs.
 */
export async function pythonEnvironment(requirementsFile: string): Promise<string> {
  const requirements = await readFile(requirementsFile, 'utf8');
  const key = createHash('sha256').update(requirements).digest('hex').slice(0, 16);
  const folder = join(cacheFolder(), `python-${key}`);
  const complete = join(folder, '.complete');
  const programs = join(folder, 'bin');
  if (existsSync(complete)) return programs;
  // Left over from an installation that was interrupted.
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  // Without pip of its own: Debian packs what would bring it (ensurepip) apart from python3 and python3-pip.
  await run('python3', ['-m', 'venv', '--without-pip', folder]);
  await run('python3', [
    ...['-m', 'pip', '--python', join(programs, 'python')],
    'install',
    '--quiet',
    '--disable-pip-version-check',
    '--requirement',
    requirementsFile,
  ]);
  await writeFile(complete, requirements);
  return programs;
}

/** The same place as the harness's cache. */
function cacheFolder(): string {
  const { PCA_E2E_CACHE_DIR: own, XDG_CACHE_HOME: shared } = process.env;
  return own || join(shared || join(homedir(), '.cache'), 'istio-pca-e2e');
}
