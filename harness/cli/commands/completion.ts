import { Argument, Command } from 'commander';
import { bashScript } from '../completion/bash-script.ts';
import { commandWords } from '../completion/command-words.ts';
import { fishScript } from '../completion/fish-script.ts';
import { zshScript } from '../completion/zsh-script.ts';
import type { Io } from '../io.ts';

const scripts = { bash: bashScript, zsh: zshScript, fish: fishScript } as const;
type Shell = keyof typeof scripts;

/** `pca-e2e completion`: a script by which a shell completes commands, options and their values. */
export function completionCommand(io: Io, wholeProgram: () => Promise<Command>): Command {
  const shells = Object.keys(scripts) as Shell[];
  return new Command('completion')
    .addArgument(new Argument('<shell>', 'the shell that completes').choices(shells))
    .addHelpText('after', examples)
    .action(async (shell: Shell) => {
      const program = await wholeProgram();
      io.stdout.write(scripts[shell](program.name(), commandWords(program)));
    });
}

const examples = `
Examples:
  source <(pca-e2e completion bash)                                   for this shell
  pca-e2e completion bash > ~/.local/share/bash-completion/completions/pca-e2e
  pca-e2e completion zsh > ~/.zfunc/_pca-e2e                          with ~/.zfunc in fpath
  pca-e2e completion fish > ~/.config/fish/completions/pca-e2e.fish`;
