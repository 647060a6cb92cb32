import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
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

/** Every command in the shell blocks of a document. */
export function documentedCommands(file: string): readonly DocumentedCommand[] {
  const blocks = codeBlocks(textOf(file)).filter(({ language }) => language === 'sh');
  return blocks.flatMap(({ text }) => commandsIn(file, text));
}

/** Every command of a piece of shell text. @param where - Its file. */
export function commandsIn(where: string, shellText: string): readonly DocumentedCommand[] {
  return shellCommands(shellText).map((words) => ({
    where: `${where}: ${words.join(' ')}`,
    words,
    pcaArguments: pcaArgumentsOf(words),
  }));
}

export interface PcaCommand {
  readonly where: string;
  readonly args: readonly string[];
}

/** What `pca-e2e` is given by these commands, each once: documents repeat themselves. */
export function distinctArguments(commands: readonly DocumentedCommand[]): readonly PcaCommand[] {
  const ofPca = commands.flatMap(({ where, pcaArguments: args }) => (args === undefined ? [] : [{ where, args }]));
  return [...new Map(ofPca.map((command) => [command.args.join(' '), command])).values()];
}

/** What `pca-e2e` is given, in its words; undefined for what is another program. */
function pcaArgumentsOf(words: readonly string[]): readonly string[] | undefined {
  const [program, ...args] = words[0] === 'exec' ? words.slice(1) : words;
  if (program === 'pca-e2e') return args;
  if (program === 'npx' && args[0] === 'pca-e2e') return args.slice(1);
  if (program === 'node' && args[0] === 'harness/cli/bin.js') return args.slice(1);
  if (program === 'node' && args[0] === 'mocks/main.ts') return ['mock', ...args.slice(1)];
  if (program !== 'npm') return undefined;
  const [, script = '', ...further] = args[0] === 'run' ? args : ['run', ...args];
  const [, own] = /^(?:exec )?node harness\/cli\/bin\.js (.+)$/.exec(npmScripts[script] ?? '') ?? [];
  return own === undefined ? undefined : [...own.split(' '), ...further.slice(further[0] === '--' ? 1 : 0)];
}
