import type { CommandObserver } from '../../process/run-command.ts';
import type { Style } from './style.ts';

/**
 * Shows every command with what it prints, line by line as it comes, each under the command's number: several run side
 * by side. The form is that of execa's own `verbose` option, which people know from other tools.
 */
export function commandLines(print: (line: string) => void, style: Style): CommandObserver {
  const line = (commandId: number, text: string) =>
    print(`${style.dim(`[${new Date().toISOString().slice(11, 23)}] [${commandId}]`)} ${text}`);
  return {
    started: (commandId, command) => line(commandId, `${style.bold('$')} ${command}`),
    printed: (commandId, text) => line(commandId, `  ${text}`),
    ended: (commandId, _command, outcome) => line(commandId, `${outcome.startsWith('exit ') ? '✔' : '✘'} ${outcome}`),
  };
}
