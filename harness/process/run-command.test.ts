import { describe, expect, test } from '@jest/globals';
import { CommandError } from './command-error.ts';
import { observeCommands, runCommand } from './run-command.ts';

const node = process.execPath;

describe('runCommand', () => {
  test('returns what the program printed', async () => {
    const { stdout, stderr, exitCode } = await runCommand(node, ['-e', 'console.log("out"); console.error("err")']);
    expect({ stdout, stderr, exitCode }).toEqual({ stdout: 'out', stderr: 'err', exitCode: 0 });
  });

  test('a failure shows the command, the exit code and the last lines of standard error', async () => {
    const failure = runCommand(node, ['-e', 'console.error("disk full"); process.exit(7)']);
    await expect(failure).rejects.toBeInstanceOf(CommandError);
    await expect(failure).rejects.toMatchObject({
      exitCodeOfCommand: 7,
      message: expect.stringMatching(/^node -e '.*' failed with exit code 7\ndisk full$/s),
    });
  });

  test('an accepted exit code is no failure', async () => {
    await expect(runCommand(node, ['-e', 'process.exit(7)'], { acceptExitCodes: [0, 7] })).resolves.toMatchObject({
      exitCode: 7,
    });
  });

  test('a missing program is said to be missing', async () => {
    await expect(runCommand('no-such-program', [])).rejects.toMatchObject({
      missing: true,
      message: 'no-such-program was not found',
    });
  });

  test('a timeout ends the program and names the budget', async () => {
    await expect(runCommand(node, ['-e', 'setInterval(() => {}, 1000)'], { timeoutMs: 100 })).rejects.toThrow(
      'ran out of time after 100 ms',
    );
  });

  test('an aborted signal ends the program and rejects with the reason', async () => {
    const reason = new Error('interrupted');
    const abort = new AbortController();
    const running = runCommand(node, ['-e', 'console.log("up"); setInterval(() => {}, 1000)'], {
      signal: abort.signal,
      onLine: () => abort.abort(reason),
    });
    await expect(running).rejects.toBe(reason);
  });

  test('passes lines on as they come, also of a program that fails', async () => {
    const lines: string[] = [];
    const running = runCommand(node, ['-e', 'console.log("a"); console.log("b"); process.exit(1)'], {
      onLine: (line) => lines.push(line),
    });
    await expect(running).rejects.toBeInstanceOf(CommandError);
    expect(lines).toEqual(['a', 'b']);
  });

  test('secrets appear neither in messages nor to observers', async () => {
    const seen: string[] = [];
    const stop = observeCommands({
      started: (_, command) => seen.push(command),
      ended: (_, command, outcome) => seen.push(command, outcome),
    });
    const failure = await runCommand(node, ['-e', 'console.error(process.argv[1]); process.exit(1)', 's3cret'], {
      secrets: ['s3cret'],
    }).catch((error: unknown) => error as CommandError);
    stop();
    expect(JSON.stringify([seen, failure])).not.toContain('s3cret');
    expect((failure as CommandError).message).toContain('***');
  });
});
