import { cp, mkdir, rename, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Input } from '../../cache/content-key.ts';
import type { Unit, UnitWork } from '../../cache/unit.ts';
import type { Checkout } from '../versions/checkout.ts';
import { type ModuleReplacement, replacementsOf, writeGoModule } from './go-module.ts';
import type { GoToolchain } from './go-toolchain.ts';
import { hashFolder } from './own-sources.ts';

/** A released version of a module, or a folder that holds it. */
export interface SourceModule {
  readonly path: string;
  readonly version: string;
  readonly checkout?: Pick<Checkout, 'folder' | 'hash'>;
}

export interface GoProgramsOptions {
  readonly id: string;
  readonly title: string;
  readonly version: string;
  readonly go: GoToolchain;
  /** The module that is built, or built against; none for programs that need only the standard library. */
  readonly module?: SourceModule;
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
      module: module === undefined ? null : `${module.path}@${module.checkout?.hash ?? module.version}`,
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
          ...(module?.checkout === undefined ? [] : [{ path: module.path, by: module.checkout.folder }]),
          ...(upstream?.replacements ?? []).flatMap((each) => outsideItsRepository(each, module, options.translate)),
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

/** Where a module's files are: in Go's cache, or in the user's folder. */
async function downloadModule(
  { path, version, checkout }: SourceModule,
  runGo: (args: readonly string[]) => Promise<{ readonly stdout: string }>,
): Promise<{ readonly Dir: string; readonly GoMod: string }> {
  if (checkout !== undefined) return { Dir: checkout.folder, GoMod: join(checkout.folder, 'go.mod') };
  const { stdout } = await runGo(['mod', 'download', '-json', `${path}@${version}`]);
  return JSON.parse(stdout);
}

/** What a replacement by a folder of the module's repository means to somebody outside of it. */
function outsideItsRepository(
  replacement: ModuleReplacement,
  module: SourceModule | undefined,
  translate: GoProgramsOptions['translate'],
): readonly ModuleReplacement[] {
  if (!/^\.\.?\//.test(replacement.by)) return [replacement];
  const folder = module?.checkout?.folder;
  if (folder !== undefined) return [{ ...replacement, by: join(folder, replacement.by) }];
  return translate === undefined ? [] : [translate(replacement)];
}

/** The name `go build` gives a program: the last element of its path that is not a major version. */
function programName(packagePath: string): string {
  const elements = packagePath.split('/');
  const last = elements.at(-1) ?? packagePath;
  return /^v\d+$/.test(last) ? (elements.at(-2) ?? last) : last;
}
