import { copyFile, mkdir, readFile, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { runCommand } from '../../../process/run-command.ts';
import type { Unit } from '../../cache/unit.ts';
import { dockerImageUnit } from '../../docker/docker-image-unit.ts';
import { labelChanges } from '../../docker/docker-images.ts';
import { rootArchiveOf } from './debian.ts';

/** A Debian with this project's own Node.js, in which the mocked AWS runs. */
export async function mockBaseImageUnit(workloadRoot: Unit, run: typeof runCommand): Promise<Unit> {
  const node = await projectNode();
  return dockerImageUnit({
    id: 'mock-base-image',
    title: 'image for the mocked AWS',
    name: 'mock-base',
    version: node.version,
    inputs: { node: node.version, architecture: process.arch },
    needs: [workloadRoot],
    runCommand: run,
    async build(work, reference) {
      const root = join(work.scratch, 'root.tar');
      const staging = join(work.scratch, 'staging');
      await copyFile(rootArchiveOf(work.outputOf(workloadRoot)), root);
      await mkdir(join(staging, 'usr/local/bin'), { recursive: true });
      await symlink(node.binary, join(staging, 'usr/local/bin/node'));
      const asRoot = ['--owner=0', '--group=0', '--dereference'];
      await work.run('tar', ['--append', '--file', root, ...asRoot, '--directory', staging, './usr/local/bin/node']);
      const instructions = [...labelChanges('mock-base', work.key), 'CMD ["node"]'];
      const changes = instructions.flatMap((instruction) => ['--change', instruction]);
      await work.run('docker', ['import', ...changes, root, reference]);
    },
  });
}

/** The Node.js that this project depends on, which also runs it. */
async function projectNode(): Promise<{ readonly binary: string; readonly version: string }> {
  const manifest = createRequire(import.meta.url).resolve('node/package.json');
  const { version }: { version: string } = JSON.parse(await readFile(manifest, 'utf8'));
  return { binary: join(dirname(manifest), 'bin', 'node'), version };
}
