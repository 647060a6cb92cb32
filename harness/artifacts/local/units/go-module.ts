import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** One `replace` line of a go.mod: `by` is a module path with `version`, or a folder without one. */
export interface ModuleReplacement {
  readonly path: string;
  readonly onlyVersion?: string;
  readonly by: string;
  readonly version?: string;
}

export interface GoModule {
  readonly path: string;
  readonly goVersion: string;
  readonly requires?: { readonly path: string; readonly version: string };
  readonly replaces?: readonly ModuleReplacement[];
}

/** Writes a go.mod of our own: the go command fills in the rest of the requirements (`-mod=mod`). */
export async function writeGoModule(folder: string, module: GoModule): Promise<void> {
  const lines = [`module ${module.path}`, `go ${module.goVersion}`];
  if (module.requires !== undefined) lines.push(`require ${module.requires.path} ${module.requires.version}`);
  for (const { path, onlyVersion, by, version } of module.replaces ?? []) {
    lines.push(`replace ${[path, onlyVersion, '=>', by, version].filter((part) => part !== undefined).join(' ')}`);
  }
  await writeFile(join(folder, 'go.mod'), `${lines.join('\n\n')}\n`);
}

interface GoModJson {
  readonly Go: string;
  readonly Replace:
    | readonly {
        readonly Old: { readonly Path: string; readonly Version?: string };
        readonly New: { readonly Path: string; readonly Version?: string };
      }[]
    | null;
}

/**
 * The `replace` lines of another module's go.mod. Go follows them only in the module that is built, so whoever builds a module from
 * outside has to repeat them.
 */
export async function replacementsOf(
  goModPath: string,
  runGo: (args: readonly string[]) => Promise<{ readonly stdout: string }>,
): Promise<{ readonly goVersion: string; readonly replacements: readonly ModuleReplacement[] }> {
  const { stdout } = await runGo(['mod', 'edit', '-json', goModPath]);
  const { Go, Replace }: GoModJson = JSON.parse(stdout);
  const replacements = (Replace ?? []).map(({ Old, New }) => ({
    path: Old.Path,
    by: New.Path,
    ...(Old.Version === undefined ? {} : { onlyVersion: Old.Version }),
    ...(New.Version === undefined ? {} : { version: New.Version }),
  }));
  return { goVersion: Go, replacements };
}
