import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { exitCodeOf } from '../../errors/harness-error.ts';
import { buildProgram } from '../program.ts';
import { runProgram } from '../run-program.ts';
import type { FinishedCommand } from './pca-e2e.ts';

/** For tests of many command lines: runs `pca-e2e` in the test's own process, in a folder. Never rejects. */
export async function pcaE2eIn(cwd: string, args: readonly string[]): Promise<FinishedCommand> {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const io = { stdout: stdout as never, stderr: stderr as never, env: process.env, cwd };
  const printed = Promise.all([text(stdout), text(stderr)]);
  let exitCode: number;
  try {
    exitCode = await runProgram(await buildProgram(io, args[0]), args);
  } catch (error) {
    stderr.write(`${(error as Error).message}\n${(error as { remedy?: string }).remedy ?? ''}\n`);
    exitCode = exitCodeOf(error);
  }
  stdout.end();
  stderr.end();
  const [out, err] = await printed;
  return { stdout: out, stderr: err, exitCode };
}
