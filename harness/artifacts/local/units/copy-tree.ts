import { chmod, copyFile, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Copies a folder out of Go's module cache, where everything is read-only, into one that can be changed and removed. */
export async function copyTree(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) {
      await copyTree(source, target);
    } else {
      await copyFile(source, target);
      await chmod(target, 0o644);
    }
  }
}
