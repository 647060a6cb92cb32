import { Command, InvalidArgumentError } from 'commander';
import {
  defaultAccountId,
  defaultAdminPort,
  defaultPort,
  defaultRegion,
  type MockReady,
} from '../../../mocks/contract.ts';
import { ComponentError } from '../../errors/harness-error.ts';
import { interruptSignal } from '../interrupt.ts';
import type { Io } from '../io.ts';

interface MockFlags {
  readonly host: string;
  readonly port: number;
  readonly adminPort: number;
  readonly region: string;
  readonly accountId: string;
}

/** `pca-e2e mock`: the mocked AWS alone, until it is interrupted. */
export function mockCommand(io: Io): Command {
  return new Command('mock')
    .option('--host <host>', 'address to listen on', '127.0.0.1')
    .option('--port <port>', 'port for AWS_ENDPOINT_URL; 0 picks a free one', port, defaultPort)
    .option(
      '--admin-port <port>',
      'port for faults, the clock and the journal; 0 picks a free one',
      port,
      defaultAdminPort,
    )
    .option('--region <region>', 'AWS region', defaultRegion)
    .option('--account-id <digits>', 'AWS account', accountId, defaultAccountId)
    .action((flags: MockFlags) => mock(io, flags));
}

async function mock(io: Io, flags: MockFlags): Promise<void> {
  // Loaded here: no other command needs the server, and starting quickly matters to all of them.
  const { startMockAws } = await import('../../../mocks/server.ts');
  const interrupt = interruptSignal(() => process.exit(130));
  try {
    await using server = await startMockAws(flags).catch((cause: unknown) => {
      throw new ComponentError(
        `The mocked AWS cannot listen on ${flags.host}, ports ${flags.port} and ${flags.adminPort}`,
        {
          cause,
          remedy: 'Give other ports with --port and --admin-port (0 picks free ones), or end what uses them.',
        },
      );
    });
    const { endpoint, admin, region, accountId, accessKeyId, secretAccessKey } = server;
    const ready: MockReady = { endpoint, admin, region, accountId, accessKeyId, secretAccessKey };
    io.stdout.write(`${JSON.stringify(ready)}\n`);
    await new Promise((resolve) => interrupt.signal.addEventListener('abort', resolve, { once: true }));
  } finally {
    interrupt.dispose();
  }
}

function port(text: string): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value <= 65_535) return value;
  throw new InvalidArgumentError('expected a port from 0 to 65535');
}

function accountId(text: string): string {
  if (/^\d{12}$/.test(text)) return text;
  throw new InvalidArgumentError('expected twelve digits');
}
