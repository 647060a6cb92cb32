import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import packageJson from '../../../package.json' with { type: 'json' };
import { projectFolder } from '../jest-command.ts';
import { codeBlocks } from './markdown.ts';
import { shellCommands } from './shell-commands.ts';

/** The documents of the project, as paths in it. */
export const documents: readonly string[] = [
  'README.md',
  'CONTRIBUTING.md',
  'mocks/README.md',
  ...globSync('docs/*.md', { cwd: projectFolder }).sort(),
];

/** A file of the project. */
export const textOf = (file: string): string => readFileSync(join(projectFolder, file), 'utf8');

export const npmScripts: Readonly<Record<string, string>> = packageJson.scripts;

export interface DocumentedCommand {
  /** File and words, for messages. */
  readonly where: string;
  readonly words: readonly string[];
  /** What `pca-e2e` is given; undefined for another program. */
  readonly pcaArguments: readonly string[] | undefined;
}

/** Every command in the shell blocks of a document, and in what its examples hand to CI engines. */
export function documentedCommands(file: string): readonly DocumentedCommand[] {
  return codeBlocks(textOf(file))
    .flatMap(({ language, text }) => {
      if (language === 'sh') return [text];
      return language === 'yaml' ? scriptsOf(parse(text)) : [];
    })
    .flatMap(shellCommands)
    .map((words) => ({ where: `${file}: ${words.join(' ')}`, words, pcaArguments: pcaArgumentsOf(words) }));
}

/** What CI engines hand to a shell: GitHub Actions under `run`, GitLab under `script`. */
function scriptsOf(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, part]: [string, unknown]) =>
    key === 'run' || key === 'script' ? [part].flat().map(String) : scriptsOf(part),
  );
}

/** What `pca-e2e` is given, in its words; undefined for what is another program. */
function pcaArgumentsOf([program, ...args]: readonly string[]): readonly string[] | undefined {
  if (program === 'pca-e2e') return args;
  if (program === 'npx' && args[0] === 'pca-e2e') return args.slice(1);
  if (program === 'node' && args[0] === 'mocks/main.ts') return ['mock', ...args.slice(1)];
  if (program !== 'npm') return undefined;
  const [, script = '', ...further] = args[0] === 'run' ? args : ['run', ...args];
  const [, own] = /^node harness\/cli\/bin\.js (.+)$/.exec(npmScripts[script] ?? '') ?? [];
  return own === undefined ? undefined : [...own.split(' '), ...further.slice(further[0] === '--' ? 1 : 0)];
}
