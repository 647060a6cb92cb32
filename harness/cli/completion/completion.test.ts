import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { runCommand } from '../../process/run-command.ts';
import { testFolder } from '../../testing/test-folder.ts';
import { pcaE2e } from '../testing/pca-e2e.ts';

const processTimeoutMs = 30_000;
const program = 'pca-e2e';

/** What each shell is asked, and the words that must be offered; others may be too. */
const questions = [
  ['', ['up', 'clean', 'completion']],
  ['up --unt', ['--until']],
  ['up --until istio', ['istio', 'istio-ca']],
  ['up --keep failed --artif', ['--artifacts']],
  ['artifacts ', ['build', 'list', 'prune']],
  ['artifacts list --js', ['--json']],
  ['completion ', ['bash', 'zsh', 'fish']],
] as const;

/** Commands that make a shell complete a line, and print a word a line; what follows a tab is its description. */
const askers = {
  bash: (script: string, line: string) => [
    '-c',
    `source ${script}; COMP_WORDS=(${program} ${withLastWord(line)}); COMP_CWORD=$((\${#COMP_WORDS[@]} - 1)); ` +
      `_pca_e2e; printf '%s\\n' "\${COMPREPLY[@]}"`,
  ],
  // What zsh calls to offer words works on its line editor alone: here they are printed instead.
  zsh: (script: string, line: string) => [
    ...['--no-rcs', '-c'],
    `compdef() { }; compadd() { shift; print -l -- "$@" }; _describe() { print -l -- \${\${(P)2}%%:*} }; ` +
      `source ${script}; words=(${program} ${withLastWord(line)}); CURRENT=\${#words}; _pca_e2e`,
  ],
  fish: (script: string, line: string) => ['--no-config', '-c', `source ${script}; complete -C '${program} ${line}'`],
} as const;

/** The shell splits the line itself: a word that is only begun must be there for it. */
const withLastWord = (line: string) => (/(^| )$/.test(line) ? `${line}''` : line);

describe.each(Object.keys(askers) as (keyof typeof askers)[])(
  'completion in %s (skipped where it is not installed)',
  (shell) => {
    const script = join(testFolder('completion-'), shell);
    // Only bash is on every machine that this project runs on.
    const whereInstalled = spawnSync(shell, ['--version']).status === 0 ? test : test.skip;

    beforeAll(async () => {
      const { stdout } = await pcaE2e(['completion', shell]);
      writeFileSync(script, stdout);
    }, processTimeoutMs);

    whereInstalled.each(questions)(
      `${program} %s`,
      async (line, words) => {
        const { stdout } = await runCommand(shell, askers[shell](script, line));
        const offered = stdout.split('\n').map((word) => word.split('\t')[0] ?? '');
        expect(offered).toEqual(expect.arrayContaining([...words]));
      },
      processTimeoutMs,
    );
  },
);
