import { cp, mkdir, rename, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Input } from '../cache/content-key.ts';
import type { Unit, UnitWork } from '../cache/unit.ts';
import { type ModuleReplacement, replacementsOf, writeGoModule } from './go-module.ts';
import type { GoToolchain } from './go-toolchain.ts';
import { hashFolder } from './own-sources.ts';

export interface GoProgramsOptions {
  readonly id: string;
  readonly title: string;
  readonly version: string;
  readonly go: GoToolchain;
  /** The module that is built, or built against; none for programs that need only the standard library. */
  readonly module?: { readonly path: string; readonly version: string };
  /** Package to build for each program's name. */
  readonly programs: Readonly<Record<string, string>>;
  /** Values for string variables, as `-X` sets them. */
  readonly variables?: Readonly<Record<string, string>>;
  readonly tags?: readonly string[];
  /** Own sources, which become the module that is built. */
  readonly own?: { readonly modulePath: string; readonly folder: string };
  /** Versions that take the place of those that the module requires of others. */
  readonly substitutes?: Readonly<Record<string, string>>;
  /** Own folders that take the place of modules. */
  readonly standIns?: Readonly<Record<string, string>>;
  /**
   * What takes the place of a replacement by a folder of the module's repository, which the module does not contain.
   * @defaultValue nothing: the module is then taken in the version that is required
   */
  readonly translate?: (replacement: ModuleReplacement) => ModuleReplacement;
  /** Copies more than programs out of the module. */
  readonly extras?: { readonly inputs: Input; copy(moduleFolder: string, work: UnitWork): Promise<void> };
}

/** Go programs, in `bin/` of the entry. Modules and compiled packages stay in the user's own Go caches. */
export function goProgramsUnit(options: GoProgramsOptions): Unit {
  const { id, title, version, go, module } = options;
  const variables = Object.entries(options.variables ?? {}).map(([name, value]) => `-X ${name}=${value}`);
  const flags = ['-trimpath', '-v', '-ldflags', ['-s -w', ...variables].join(' ')];
  if (options.tags !== undefined && options.tags.length > 0) flags.push('-tags', options.tags.join(','));
  const substitutes = Object.entries(options.substitutes ?? {});
  const standIns = Object.entries(options.standIns ?? {});

  return {
    id,
    title,
    version,
    needs: go.needs,
    inputs: {
      go: go.version,
      architecture: process.arch,
      module: module === undefined ? null : `${module.path}@${module.version}`,
      programs: options.programs,
      flags,
      own: options.own === undefined ? null : hashFolder(options.own.folder),
      standIns: standIns.map(([path, folder]) => [path, hashFolder(folder)]),
      ...(substitutes.length === 0 ? {} : { substitutes }),
      extras: options.extras?.inputs ?? null,
    },
    async build(work) {
      const environment = goEnvironment();
      const runGo = (args: readonly string[]) =>
        work.run(go.command(work), args, { cwd: join(work.scratch, 'source'), env: environment });
      const source = join(work.scratch, 'source');
      await mkdir(source);
      if (options.own !== undefined) await cp(options.own.folder, source, { recursive: true });
      await writeFile(join(source, 'go.mod'), 'module local.build/bare\n');

      const downloaded = module === undefined ? undefined : await downloadModule(module, runGo);
      const upstream = downloaded === undefined ? undefined : await replacementsOf(downloaded.GoMod, runGo);
      for (const [path, folder] of standIns) {
        const copy = join(work.scratch, basename(folder));
        await cp(folder, copy, { recursive: true });
        await writeGoModule(copy, { path, goVersion: '1.23' });
      }
      await writeGoModule(source, {
        path: options.own?.modulePath ?? `local.build/${id}`,
        goVersion: upstream?.goVersion ?? '1.23',
        ...(module === undefined ? {} : { requires: module }),
        replaces: [
          ...outsideItsRepository(upstream?.replacements ?? [], options.translate),
          ...substitutes.map(([path, version]) => ({ path, by: path, version })),
          ...standIns.map(([path, folder]) => ({ path, by: `../${basename(folder)}` })),
        ],
      });

      const bin = join(work.output, 'bin');
      await mkdir(bin);
      await runGo(['build', ...flags, '-o', `${bin}/`, ...Object.values(options.programs)]);
      for (const [name, path] of Object.entries(options.programs)) {
        const built = programName(path);
        if (built !== name) await rename(join(bin, built), join(bin, name));
      }
      if (downloaded !== undefined) await options.extras?.copy(downloaded.Dir, work);
    },
  };
}

/** Static programs; the module file may grow; the user's proxy, checksum and cache settings stay as they are. */
function goEnvironment(): Record<string, string> {
  const { GOFLAGS: userFlags = '' } = process.env;
  return {
    CGO_ENABLED: '0',
    GOFLAGS: `${userFlags} -buildvcs=false -mod=mod`.trim(),
    GOWORK: 'off',
    GOTOOLCHAIN: 'local',
  };
}

async function downloadModule(
  module: { readonly path: string; readonly version: string },
  runGo: (args: readonly string[]) => Promise<{ readonly stdout: string }>,
): Promise<{ readonly Dir: string; readonly GoMod: string }> {
  const { stdout } = await runGo(['mod', 'download', '-json', `${module.path}@${module.version}`]);
  return JSON.parse(stdout);
}

function outsideItsRepository(
  replacements: readonly ModuleReplacement[],
  translate: GoProgramsOptions['translate'],
): readonly ModuleReplacement[] {
  return replacements.flatMap((replacement) => {
    if (!/^\.\.?\//.test(replacement.by)) return [replacement];
    return translate === undefined ? [] : [translate(replacement)];
  });
}

/** The name `go build` gives a program: the last element of its path that is not a major version. */
function programName(packagePath: string): string {
  const elements = packagePath.split('/');
  const last = elements.at(-1) ?? packagePath;
  return /^v\d+$/.test(last) ? (elements.at(-2) ?? last) : last;
}
