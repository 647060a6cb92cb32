import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A folder of its own for the files that the openssl command reads. */
export async function withFolder<Result>(use: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), 'mock-aws-'));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** `openssl verify -x509_strict` of a leaf against a root, through the chain. Resolves to its output; rejects with its complaint. */
export function verifyStrict(root: string, chain: string, leaf: string): Promise<string> {
  return withFolder(async (folder) => {
    const [rootFile, chainFile, leafFile] = ['root.pem', 'chain.pem', 'leaf.pem'].map((name) => join(folder, name));
    if (!rootFile || !chainFile || !leafFile) throw new Error('Three files were named.');
    await Promise.all([writeFile(rootFile, root), writeFile(chainFile, chain), writeFile(leafFile, leaf)]);
    const { stdout } = await run('openssl', [
      ...['verify', '-x509_strict', '-CAfile', rootFile],
      // A root has nothing above it, and openssl refuses an empty file.
      ...(chain === '' ? [] : ['-untrusted', chainFile]),
      leafFile,
    ]);
    return stdout;
  });
}

/** `openssl x509 -text` of a certificate. */
export async function certificateText(pem: string): Promise<string> {
  const child = run('openssl', ['x509', '-noout', '-text']);
  child.child.stdin?.end(pem);
  return (await child).stdout;
}
