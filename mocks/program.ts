import { readCommandLine, UsageError, usage } from './command-line.ts';
import type { MockReady } from './contract.ts';
import { startMockAws } from './server.ts';

/** As everywhere in this project: 2 for a wrong command line, 4 for a component that does not come up. */
const exitCode = { usage: 2, failed: 4 } as const;

/**
 * The mocked AWS as a program: reads its command line, serves until SIGTERM or SIGINT, and sets the exit code. `main.ts`
 * runs it in a container, and `pca-e2e mock` in the harness.
 */
export async function runMockProgram(parameters: readonly string[]): Promise<void> {
  try {
    const options = readCommandLine(parameters);
    if (options === 'help') {
      process.stdout.write(usage);
      return;
    }
    const { endpoint, admin, region, accountId, accessKeyId, secretAccessKey } = await startMockAws(options);
    const ready: MockReady = { endpoint, admin, region, accountId, accessKeyId, secretAccessKey };
    // All state is meant to be lost, so there is nothing to finish.
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => process.exit(0));
    // Where another process started this one and keeps a channel to it: it was killed.
    process.once('disconnect', () => process.exit(0));
    process.stdout.write(`${JSON.stringify(ready)}\n`);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    process.stderr.write(error instanceof UsageError ? `${message}\n\n${usage}` : `${message}\n`);
    process.exitCode = error instanceof UsageError ? exitCode.usage : exitCode.failed;
  }
}
