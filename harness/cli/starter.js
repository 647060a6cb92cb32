// Plain JavaScript: it runs on the Node.js that is too old for the rest.
import { spawn } from 'node:child_process';
import { constants } from 'node:os';

/**
 * Runs a program on another Node.js in this process's place: same streams, same exit code, and every signal.
 *
 * @param {string} node - Path of the binary.
 * @param {readonly string[]} args - The program and its arguments.
 */
export function startOn(node, args) {
  // The program sees its end of the channel close when this process is killed, and cleans up then too.
  const child = spawn(node, args, { stdio: ['inherit', 'inherit', 'inherit', 'ipc'] });
  // A signal to this process alone is meant for the program, which cleans up. One to both, as Ctrl-C, arrives there
  // twice, and counts once.
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, () => child.kill(name));
  child.on('exit', (status, signal) => {
    process.exitCode = status ?? 128 + constants.signals[signal];
  });
}
