import { exitCodeOf } from '../errors/harness-error.ts';
import { hideSecretsFrom } from '../process/hide-from-stream.ts';
import { errorLines, stackLines } from '../reports/terminal/event-lines.ts';
import { styleFor } from '../reports/terminal/style.ts';
import { tolerateBrokenOutput } from './broken-output.ts';
import { systemIo } from './io.ts';
import { buildProgram } from './program.ts';
import { ReportedError } from './reported-error.ts';
import { runProgram } from './run-program.ts';

tolerateBrokenOutput();
// What a run and its programs write is believed later: no other user may write to it, whatever the umask was.
process.umask(process.umask() | 0o022);
const io = systemIo();
// The mocked AWS is a program of its own, and prints the keys of its account for the user who starts it.
if (process.argv[2] !== 'mock') for (const stream of [io.stdout, io.stderr]) hideSecretsFrom(stream);
try {
  process.exitCode = await runProgram(await buildProgram(io, process.argv[2]), process.argv.slice(2));
} catch (error) {
  if (error instanceof ReportedError) {
    process.exitCode = exitCodeOf(error.cause);
  } else {
    const style = styleFor(process.stderr, process.env);
    process.stderr.write(`${errorLines(error, style).join('\n')}\n`);
    if (process.env['PCA_E2E_STACK'] || process.argv.includes('--verbose')) {
      process.stderr.write(`${stackLines(error).join('\n')}\n`);
    }
    process.exitCode = exitCodeOf(error);
  }
}
