import { exitCodeOf } from '../errors/harness-error.ts';
import { errorLines, stackLines } from '../reports/terminal/event-lines.ts';
import { styleFor } from '../reports/terminal/style.ts';
import { tolerateBrokenOutput } from './broken-output.ts';
import { systemIo } from './io.ts';
import { buildProgram } from './program.ts';
import { ReportedError } from './reported-error.ts';
import { runProgram } from './run-program.ts';

tolerateBrokenOutput();
const io = systemIo();
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
